import type { SlackJob } from "../slack/state/jobs.ts";
import type { cardsOf } from "../slack/state/request-cards.ts";

type Asking = Extract<SlackJob, { kind: "request-notice" | "request-news" }>;

/**
 * Says which jobs ask whoever decides about a request and has no card of it; where nobody does, its asker is told.
 *
 * @param accounts those of whoever decides
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
