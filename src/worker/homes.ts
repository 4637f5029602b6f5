import { homesOf } from "../slack/state/home-tabs.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import type { Handler } from "./handler.ts";

/** Publishes the Homes of many again, each by a job of its own. */
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
