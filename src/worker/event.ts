import { enqueueSlack } from "../slack/state/jobs.ts";
import type { Handler, Subscriber } from "./handler.ts";
import { cards } from "./subscribers/cards.ts";
import { homes } from "./subscribers/homes.ts";
import { notices } from "./subscribers/notices.ts";

const subscribers: readonly Subscriber[] = [cards, homes, notices];

/** Tells every subscriber what happened; the jobs that they answer are written when this one is settled, or never. */
export const event: Handler<"event"> = {
  async handle(spec, { createdAt }) {
    const jobs = await Promise.all(subscribers.map((subscriber) => subscriber(spec, createdAt)));
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) => enqueueSlack(now, ...jobs.flat()),
    };
  },
};
