import { vi } from "vitest";
import { SlackRouter } from "../../../src/slack/kit/router.ts";

/** What each method of the router registers. */
const kinds = {
  press: "action",
  show: "action",
  submit: "view",
  search: "view",
  suggest: "options",
  shortcut: "shortcut",
  command: "command",
  event: "event",
} as const;
const methods = ["press", "show", "submit", "search", "suggest", "shortcut", "command", "event"] as const;

/** Records what the app registers, from before it starts; returns what ends it and lists them: "action user.open" and so on. */
export function listenersRegistered(): () => string[] {
  const spies = methods.map((method) => ({
    kind: kinds[method],
    spy: vi.spyOn(SlackRouter.prototype, method),
  }));
  return () => {
    const seen = spies.flatMap(({ kind, spy }) => spy.mock.calls.map(([id]) => `${kind} ${id}`));
    for (const { spy } of spies) spy.mockRestore();
    return seen;
  };
}
