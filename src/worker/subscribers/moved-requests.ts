import { movedRequestsOf } from "../../slack/state/request-cards.ts";
import type { Subscriber } from "../handler.ts";

/** Moves the cards of someone's requests to the account they are linked to from now on. */
export const movedRequests: Subscriber = async ({ action, targets }, dueAt) => {
  if (action !== "user.linked") return [];
  const moved = await movedRequestsOf(targets);
  return moved.flatMap(({ _id: requestId, asker, status, cards }) => {
    const theirs = cards.filter(({ role }) => role === "asker");
    const to = asker.userId;
    const hasCard = theirs.some((card) => card.to === to);
    return [
      ...theirs.map((card) => ({ kind: "request-card" as const, requestId, ...card, dueAt })),
      ...(to && !hasCard && status === "pending"
        ? [{ kind: "request-notice" as const, requestId, to, role: "asker" as const, dueAt }]
        : []),
    ];
  });
};
