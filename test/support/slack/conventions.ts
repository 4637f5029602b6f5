import * as z from "zod";

/** Words that keep their capital in a sentence. */
const names = new Set(["Slack", "Admin", "Users", "I", "UTC"]);
/** Words that stay in lower case in a title. */
const small = new Set(["a", "and", "in", "of", "the", "to", "for"]);
/** Labels that close a modal without doing anything; in a question, they name what stays. */
const closing = new Set<string | undefined>(["Close", "Keep Invite"]);
/** Buttons that mean nothing without their context. */
const vague = [
  "View",
  "View Profile",
  "Resend",
  "Undo",
  "Cancel Invite",
  "Correct Address",
  "Show Link",
  "Edit Group",
  "Delete Group",
];

const textObject = z.object({ text: z.string() });
const control = z.looseObject({
  type: z.enum(["button", "overflow"]),
  text: textObject.optional(),
  accessibility_label: z.string().optional(),
  style: z.string().optional(),
  confirm: z.looseObject({ confirm: textObject, deny: textObject, style: z.string().optional() }).optional(),
  options: z.array(z.looseObject({ text: textObject })).default([]),
});
const modal = z.looseObject({
  type: z.literal("modal"),
  title: textObject,
  submit: textObject.nullish(),
  close: textObject.nullish(),
});

const isTitleCase = (text: string) =>
  text.split(" ").every((word, index) => /^[A-Z0-9]/.test(word) || (index > 0 && small.has(word)));
const isSentenceCase = (text: string) =>
  /^[A-Z0-9]/.test(text) &&
  text
    .split(/[\s.?]+/)
    .slice(1)
    .every((word) => !/^[A-Z]/.test(word) || names.has(word));

/** Finds where a view or a message departs from our conventions, as sentences. */
export function departures(surface: unknown): string[] {
  const parts = everythingIn(surface);
  const controls = parts.flatMap((part) => control.safeParse(part).data ?? []);
  const buttons = controls.filter(({ type }) => type === "button");
  const spoken = buttons.map(({ text, accessibility_label: label }) => label ?? text?.text ?? "");
  return [
    ...modalFaults(surface),
    ...controls.flatMap(controlFaults),
    ...spoken.filter((name, at) => spoken.indexOf(name) !== at).map((name) => `two buttons are “${name}”`),
    ...(buttons.filter(({ style }) => style === "primary").length > 1 ? ["two primary buttons"] : []),
    ...parts.flatMap(textFaults),
  ];
}

function modalFaults(surface: unknown): string[] {
  const view = modal.safeParse(surface).data;
  if (!view) return [];
  return [
    ...(closing.has(view.close?.text) ? [] : [`its close button is “${view.close?.text}”`]),
    ...(isSentenceCase(view.title.text) ? [] : [`the title “${view.title.text}” is not in sentence case`]),
    ...(view.submit && !isTitleCase(view.submit.text) ? [`“${view.submit.text}” is not in title case`] : []),
  ];
}

function controlFaults({ text, accessibility_label, style, confirm, options }: z.output<typeof control>) {
  const name = text?.text ?? "";
  const read = [
    name,
    confirm?.confirm.text ?? "",
    confirm?.deny.text ?? "",
    ...options.map((each) => each.text.text),
  ];
  return [
    ...read.filter((each) => each && !isTitleCase(each)).map((each) => `“${each}” is not in title case`),
    ...read
      .filter((each) => /cancel/i.test(each) && each !== "Cancel Invite")
      .map((each) => `“${each}” does not mean an invite`),
    ...(vague.includes(name) && !accessibility_label ? [`“${name}” does not say of what`] : []),
    ...(style === "danger" && confirm && confirm.style !== "danger"
      ? [`“${name}” confirms without danger`]
      : []),
  ];
}

const markup = z.looseObject({ type: z.literal("mrkdwn") });
const plain = z.looseObject({
  type: z.literal("plain_text"),
  text: z.string(),
  emoji: z.boolean().optional(),
});
const field = z.looseObject({ type: z.literal("input"), label: textObject, hint: textObject.optional() });

function textFaults(part: unknown): string[] {
  const { text = "", emoji = false } = plain.safeParse(part).data ?? {};
  const { label, hint } = field.safeParse(part).data ?? {};
  return [
    ...(markup.safeParse(part).success ? ["text is mrkdwn"] : []),
    ...(emoji ? [`“${text}” may turn into emoji`] : []),
    ...(/\p{Extended_Pictographic}/u.test(text) ? [`“${text}” says it by emoji`] : []),
    ...(/\d{4}-\d\d-\d\dT/.test(text) ? [`“${text}” has a bare date`] : []),
    ...(label && !isSentenceCase(label.text) ? [`the label “${label.text}” is not in sentence case`] : []),
    ...(hint && !/[.]$/.test(hint.text) ? [`the hint “${hint.text}” is no sentence`] : []),
  ];
}

/** Lists every object in a surface. */
function everythingIn(part: unknown): unknown[] {
  if (Array.isArray(part)) return part.flatMap(everythingIn);
  return typeof part === "object" && part !== null
    ? [part, ...Object.values(part).flatMap(everythingIn)]
    : [];
}
