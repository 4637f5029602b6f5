import { homesOf } from "../slack/state/home-tabs.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import type { Handler } from "./handler.ts";

/** Publishes many Homes again, with one job each. */
export const homes: Handler<"homes"> = {
  async handle({ whose }) {
    const accounts = await homesOf(whose);
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) =>
        enqueueSlack(now, ...accounts.map((account) => ({ kind: "home" as const, account, dueAt: now }))),
    };
  },
};
