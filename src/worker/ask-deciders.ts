import { accountsToAsk } from "../services/requests/deciders.ts";
import type { SlackJob } from "../slack/state/jobs.ts";
import type { cardsOf } from "../slack/state/request-cards.ts";

type Asking = Extract<SlackJob, { kind: "request-notice" | "request-news" }>;

/** Says which jobs ask whoever decides about a request and has no card of it; where nobody does, its asker is told. */
export async function askDeciders(
  request: NonNullable<Awaited<ReturnType<typeof cardsOf>>>,
  owners: readonly string[],
): Promise<Asking[]> {
  const { _id: requestId, asker, cards } = request;
  const asked = await accountsToAsk(request, owners);
  if (asked.length === 0)
    return asker.userId ? [{ kind: "request-news", requestId, to: asker.userId, news: "nobody" }] : [];
  return asked
    .filter((to) => !cards.some((card) => card.to === to && card.role === "decider"))
    .map((to) => ({ kind: "request-notice", requestId, to, role: "decider" }));
}
