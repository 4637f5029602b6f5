import type { SlackJob } from "../slack/state/jobs.ts";
import type { cardsOf } from "../slack/state/request-cards.ts";

type Asking = Extract<SlackJob, { kind: "request-notice" | "request-news" }>;

/**
 * Returns the jobs that ask the deciders of a request who have no card of it yet. If there are none, its asker is told.
 *
 * @param accounts of its deciders
 */
export function askDeciders(
  { _id: requestId, asker, cards }: NonNullable<Awaited<ReturnType<typeof cardsOf>>>,
  accounts: readonly string[],
): Asking[] {
  if (accounts.length === 0)
    return asker.userId ? [{ kind: "request-news", requestId, to: asker.userId, news: "nobody" }] : [];
  return accounts
    .filter((to) => !cards.some((card) => card.to === to && card.role === "decider"))
    .map((to) => ({ kind: "request-notice", requestId, to, role: "decider" }));
}
