import { drawControl } from "/controls.js";
import { element, textOf } from "/text.js";

function richText(part, names) {
  if (part.type === "rich_text_list") {
    return element(
      part.style === "ordered" ? "ol" : "ul",
      part.elements.map((item) => element("li", [richText(item, names)])),
    );
  }
  const pieces = part.elements.map((piece) => {
    const words = piece.text ?? piece.fallback ?? piece.url ?? names[piece.user_id] ?? piece.name ?? "";
    return piece.style?.bold ? element("b", words) : words;
  });
  return element(part.type === "rich_text_preformatted" ? "pre" : "div", pieces, "text");
}

function table(rows, names) {
  const cell = (one) =>
    element("td", one.elements ? one.elements.map((part) => richText(part, names)) : one.text);
  return element(
    "table",
    rows.map((row) => element("tr", row.map(cell))),
  );
}

function input(block, surface) {
  const label = element("label", block.optional ? `${block.label.text} (optional)` : block.label.text);
  const control = drawControl(block.element, block.block_id, surface);
  control.setAttribute("aria-label", block.label.text);
  const hint = textOf(block.hint, surface.names);
  hint.classList.add("hint");
  const drawn = element(
    "div",
    [label, control, hint, element("div", surface.errors[block.block_id] ?? "", "error")],
    "input",
  );
  drawn.dataset.label = block.label.text;
  return drawn;
}

function drawBlock(block, surface) {
  const { names } = surface;
  const control = (one) => drawControl(one, block.block_id, surface);
  switch (block.type) {
    case "section": {
      const fields = element(
        "div",
        (block.fields ?? []).map((field) => textOf(field, names)),
        "fields",
      );
      const beside = block.accessory
        ? [block.accessory.type === "image" ? block.accessory.alt_text : control(block.accessory)]
        : [];
      return element("div", [element("div", [textOf(block.text, names), fields]), ...beside], "section");
    }
    case "actions":
      return element("div", block.elements.map(control), "actions");
    case "context":
      return element(
        "div",
        block.elements.map((one) => (one.type === "image" ? one.alt_text : textOf(one, names))),
        "context",
      );
    case "divider":
      return element("hr");
    case "header":
      return element("h3", block.text.text);
    case "alert":
      return element("div", [textOf(block.text, names)], "alert");
    case "image":
      return element("div", `[image: ${block.alt_text}]`, "context");
    case "input":
      return input(block, surface);
    case "rich_text":
      return element(
        "div",
        block.elements.map((part) => richText(part, names)),
      );
    case "card":
      return element(
        "div",
        [
          textOf(block.title, names, "b"),
          textOf(block.subtitle, names),
          textOf(block.body, names),
          ...(block.actions ?? []).map(control),
        ],
        "alert",
      );
    case "table":
    case "data_table":
      return table(block.rows, names);
    default:
      return element("div", block.text ?? block.type, "text");
  }
}

/** The blocks of a view or message. */
export function drawBlocks(surface) {
  return surface.blocks.map((block) => {
    const drawn = drawBlock(block, surface);
    drawn.classList.add("block");
    return drawn;
  });
}
