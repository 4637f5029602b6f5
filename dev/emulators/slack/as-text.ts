import type { Block } from "./block-kit/blocks.ts";
import { optionsOf } from "./block-kit/controls.ts";
import type { Control } from "./block-kit/elements.ts";
import type { RichText } from "./block-kit/rich-text.ts";
import type { Message } from "./conversations.ts";
import type { InputValue } from "./input-values.ts";
import { type NameOf, readable, readMrkdwn } from "./mrkdwn.ts";
import type { Surface } from "./surface.ts";
import type { OpenView } from "./views.ts";

/** Returns a view as text: title, labels, values, errors, buttons in [brackets]. */
export function viewText(view: OpenView, nameOf: NameOf): string {
  const { description } = view;
  const lines = blockLines(view, nameOf, view.errors);
  if (description.type === "home") return lines.join("\n");
  const buttons = [description.submit?.text, description.close?.text ?? "Cancel"].filter(
    (text) => text !== undefined,
  );
  return [description.title.text, ...lines, buttons.map((text) => `[${text}]`).join(" ")].join("\n");
}

/** Returns a message as text. */
export function messageText(message: Message, nameOf: NameOf): string {
  return message.blocks.length > 0
    ? blockLines(message, nameOf).join("\n")
    : readMrkdwn(message.text, nameOf);
}

/** Returns a block as text. */
export function blockText(block: Block, surface: Surface, nameOf: NameOf): string {
  const text = (part: Parameters<typeof readable>[0]) => readable(part, nameOf);
  const control = (part: Control) =>
    controlText(part, surface.inputs[block.block_id ?? ""]?.[part.action_id ?? ""], nameOf);
  switch (block.type) {
    case "section": {
      const { accessory } = block;
      const beside = accessory && (accessory.type === "image" ? accessory.alt_text : control(accessory));
      return [joined([text(block.text), beside], " "), ...(block.fields ?? []).map(text)]
        .filter(Boolean)
        .join("\n");
    }
    case "actions":
      return block.elements.map(control).join(" ");
    case "context":
      return block.elements.map((part) => (part.type === "image" ? part.alt_text : text(part))).join(" ");
    case "divider":
      return "---";
    case "header":
    case "alert":
      return text(block.text);
    case "image":
      return joined([text(block.title), block.alt_text], ": ");
    case "input":
      return joined(
        [
          `${block.label.text}${block.optional ? " (optional)" : ""}: ${control(block.element)}`.trim(),
          text(block.hint),
        ],
        "\n",
      );
    case "rich_text":
      return block.elements.map((part) => richText(part, nameOf)).join("\n");
    case "card":
      return joined(
        [text(block.title), text(block.subtitle), text(block.body), block.actions?.map(control).join(" ")],
        "\n",
      );
    case "markdown":
      return block.text;
    case "table":
    case "data_table":
      return block.rows.map((row) => row.map((cell) => cellText(cell, nameOf)).join(" | ")).join("\n");
  }
}

/** Returns what a control holds, as a person sees it. */
function valueText(value: InputValue | undefined, nameOf: NameOf): string {
  if (!value) return "";
  const options = value.selected_option ? [value.selected_option] : (value.selected_options ?? []);
  const people = value.selected_user ? [value.selected_user] : (value.selected_users ?? []);
  return [
    value.value,
    ...options.map((option) => readable(option.text, nameOf)),
    ...people.map(nameOf),
    value.selected_date,
    value.selected_time,
    value.selected_date_time,
    value.selected_conversation,
    ...(value.selected_conversations ?? []),
    value.selected_channel,
    ...(value.selected_channels ?? []),
    ...(value.files ?? []).map(({ name }) => name),
  ]
    .filter((part) => part !== null && part !== undefined && part !== "")
    .join(", ");
}

function blockLines(surface: Surface, nameOf: NameOf, errors: Record<string, string> = {}): string[] {
  return surface.blocks.flatMap((block) => {
    const error = errors[block.block_id ?? ""];
    return [blockText(block, surface, nameOf), ...(error ? [`! ${error}`] : [])];
  });
}

function controlText(control: Control, value: InputValue | undefined, nameOf: NameOf): string {
  if (control.type === "button") {
    const { text, accessibility_label: label } = control;
    return label && label !== text.text ? `[${text.text} (${label})]` : `[${text.text}]`;
  }
  if (control.type === "overflow")
    return `[… ${control.options.map((option) => option.text.text).join(" | ")}]`;
  if (control.type === "checkboxes" || control.type === "radio_buttons") {
    const chosen = value?.selected_option ? [value.selected_option] : (value?.selected_options ?? []);
    return optionsOf(control)
      .map(
        (option) =>
          `${chosen.some((one) => one.value === option.value) ? "☑" : "☐"} ${readable(option.text, nameOf)}`,
      )
      .join(" ");
  }
  const held = valueText(value, nameOf);
  return held || !("placeholder" in control && control.placeholder) ? held : `‹${control.placeholder.text}›`;
}

type Cell = Extract<Block, { type: "table" }>["rows"][number][number];

function cellText(cell: Cell, nameOf: NameOf): string {
  return cell.type === "rich_text"
    ? cell.elements.map((part) => richText(part, nameOf)).join(" ")
    : cell.text;
}

function richText(part: RichText, nameOf: NameOf): string {
  if (part.type === "rich_text_list")
    return part.elements.map((item) => `• ${richText(item, nameOf)}`).join("\n");
  return part.elements
    .map((piece) => {
      if (piece.type === "text") return piece.text;
      if (piece.type === "link") return piece.text ?? piece.url;
      if (piece.type === "user") return `@${nameOf(piece.user_id)}`;
      return piece.type === "emoji" ? `:${piece.name}:` : (piece.fallback ?? "");
    })
    .join("");
}

function joined(parts: (string | undefined)[], separator: string): string {
  return parts.filter(Boolean).join(separator);
}
