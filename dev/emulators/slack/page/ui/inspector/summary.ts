import type { Exchange } from "../../../request-log.ts";
import { field } from "./cause.ts";

/** Sums up an exchange in a few words: the command's text, the button, the view, the channel. */
export function summaryOf({ kind, sent }: Exchange): string {
  if (typeof sent !== "object" || sent === null) return "";
  if (kind === "slash_commands") return field(sent, "text") ?? "";
  const actions: unknown = "actions" in sent ? sent.actions : undefined;
  const [action]: unknown[] = Array.isArray(actions) ? actions : [];
  const view: unknown = "view" in sent ? sent.view : undefined;
  const event: unknown = "event" in sent ? sent.event : undefined;
  return (
    field(action, "action_id") ??
    field(sent, "action_id") ??
    field(sent, "callback_id") ??
    callbackOf(view) ??
    field(event, "tab") ??
    field(sent, "channel") ??
    field(sent, "user") ??
    ""
  );
}

/** Reads a view's callback id; the view comes as an object, or within a form as JSON. */
function callbackOf(view: unknown): string | undefined {
  return field(parsed(view), "callback_id") || undefined;
}

/** Parses JSON within a form; returns anything else unchanged. */
export function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
