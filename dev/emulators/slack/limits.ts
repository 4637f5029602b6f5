import { type Breach, crossChecks, submitMissing } from "./block-kit/cross-checks.ts";
import { inSlacksWords } from "./block-kit/issue-words.ts";
import { type MessageContent, message, type View, view } from "./block-kit/surfaces.ts";

/** The length of a message's blocks as JSON that is too long for Slack (measured by others; Slack names no number). */
const longestBlocks = 13_000;

/** A surface that Slack accepts, or the reasons why it does not. */
export type Checked<T> = { value: T; breaches: [] } | { value: undefined; breaches: string[] };

/** Checks a modal or Home tab as `views.*` does. */
export function checkView(input: unknown): Checked<View> {
  const { value, broken } = readView(input);
  return value ? { value, breaches: [] } : refused(broken, "/view");
}

/** Checks a message's text and blocks as `chat.*` does. */
export function checkMessage(input: unknown): Checked<MessageContent> {
  const { value, broken } = readMessage(input);
  return value ? { value, breaches: [] } : refused(broken, "");
}

/** The result of reading, or every rule that the input breaks. */
type Read<T> = { value: T; broken: [] } | { value: undefined; broken: Breach[] };

/** Reads a modal or Home tab. */
export function readView(input: unknown): Read<View> {
  const parsed = view.safeParse(input, { reportInput: true });
  if (!parsed.success) return { value: undefined, broken: parsed.error.issues.flatMap(inSlacksWords) };
  const broken = [...submitMissing(parsed.data), ...crossChecks(parsed.data.blocks)];
  return broken.length > 0 ? { value: undefined, broken } : { value: parsed.data, broken: [] };
}

/** Reads a message's text and blocks. */
export function readMessage(input: unknown): Read<MessageContent> {
  const parsed = message.safeParse(input, { reportInput: true });
  if (!parsed.success) return { value: undefined, broken: parsed.error.issues.flatMap(inSlacksWords) };
  const broken = crossChecks(parsed.data.blocks ?? []);
  if (JSON.stringify(parsed.data.blocks ?? []).length > longestBlocks) {
    broken.push({ rule: "msg_blocks_too_long", path: ["blocks"] });
  }
  return broken.length > 0 ? { value: undefined, broken } : { value: parsed.data, broken: [] };
}

/**
 * Returns why Slack would refuse a view or a message; empty if it would not.
 *
 * @param surface a view (it has a `type`) or a message (`text` and `blocks`)
 */
export function breaches(surface: unknown): string[] {
  const sent: unknown = JSON.parse(JSON.stringify(surface));
  const isView = typeof sent === "object" && sent !== null && "type" in sent;
  return (isView ? checkView(sent) : checkMessage(sent)).breaches;
}

function refused(broken: Breach[], root: string): { value: undefined; breaches: string[] } {
  return {
    value: undefined,
    breaches: broken.map(({ rule, path }) => `[ERROR] ${rule} [json-pointer:${pointer(root, path)}]`),
  };
}

function pointer(root: string, path: (string | number)[]): string {
  return [root, ...path].join("/") || "/";
}
