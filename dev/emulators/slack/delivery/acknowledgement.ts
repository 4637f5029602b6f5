/** The app's reaction to a request: its answer, or what went wrong. */
export interface Acknowledgement {
  /** What went wrong, in Slack's words; undefined when the app acknowledged in time. */
  error: "operation_timeout" | "dispatch_failed" | undefined;
  /** The HTTP status, if there was one. */
  status: number | undefined;
  /** The app's answer: text, an object, or nothing. */
  body: unknown;
  /** How long it took. */
  ms: number;
}

/** Slack's three kinds of requests. */
export type RequestKind = "slash_commands" | "interactive" | "events_api";

/** Reads an answer as Slack does: as JSON if it is JSON, otherwise as text; undefined if it is empty. */
export function readAnswer(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
