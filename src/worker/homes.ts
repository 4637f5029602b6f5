import { enqueue } from "../services/jobs.ts";
import { homesOf } from "../slack/state/home-tabs.ts";
import type { Handler, SpecOf } from "./handler.ts";

/** Has the Homes of many published again, each by a message of its own. */
export const homes: Handler<SpecOf<"homes">> = {
  async handle({ whose }) {
    const accounts = await homesOf(whose);
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) =>
        enqueue(now, ...accounts.map((account) => ({ kind: "home" as const, account, dueAt: now }))),
    };
  },
};
