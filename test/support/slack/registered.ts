import { vi } from "vitest";
import { Listeners } from "../../../src/slack/kit/router.ts";

/** Listens in on what the app registers: "action user.open" and so on. To be called before the app starts. */
export function listenersRegistered(): () => string[] {
  const kinds = ["command", "shortcut", "action", "view", "options", "event"] as const;
  const spies = kinds.map((kind) => ({ kind, spy: vi.spyOn(Listeners.prototype, kind) }));
  return () => {
    const seen = spies.flatMap(({ kind, spy }) => spy.mock.calls.map(([id]) => `${kind} ${id}`));
    for (const { spy } of spies) spy.mockRestore();
    return seen;
  };
}
