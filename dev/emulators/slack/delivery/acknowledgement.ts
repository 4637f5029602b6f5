/** What the app made of a request: that it took it, and with what answer, or why it did not. */
export interface Acknowledgement {
  /** What went wrong, in Slack's words; undefined when the app acknowledged in time. */
  error: "operation_timeout" | "dispatch_failed" | undefined;
  /** The HTTP status, when there was one. */
  status: number | undefined;
  /** What the app answered: text, an object, or nothing. */
  body: unknown;
  /** How long it took. */
  ms: number;
}

/** Which of Slack's three kinds a request is. */
export type RequestKind = "slash_commands" | "interactive" | "events_api";

/** Reads an answer as Slack does: JSON if it is JSON, else text; nothing if it is empty. */
export function readAnswer(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
