import { Types } from "mongoose";
import type { DomainEvent } from "../../services/events.ts";
import { groupsDecidedBy } from "../../services/groups/groups-decided-by.ts";
import type { Due } from "../../services/jobs.ts";
import { accountsToAsk } from "../../services/requests/deciders.ts";
import { homeOwner } from "../../slack/state/home-tabs.ts";
import type { SlackJob } from "../../slack/state/jobs.ts";
import { cardsOf, outdatedCards, type PendingCards } from "../../slack/state/request-cards.ts";
import { askDeciders } from "../ask-deciders.ts";
import type { HandlerSettings, Subscriber } from "../handler.ts";
import { allAdmins } from "../recipients.ts";

/** The asker has just read that their request was sent, so the cards of deciders go first. */
const ASKER_WAITS_MS = 100;

/** Asks deciders, keeps the cards of requests current, and tells people what a changed card wouldn't. */
export const requests: Subscriber = async (event, dueAt, settings) => {
  const { action, targets } = event;
  switch (action) {
    case "group.rules_changed":
      return [...looserRules(event, dueAt), ...(await askedAnew(targets, dueAt))];
    case "group.edited":
    case "group.renamed":
      return redrawnFor(targets, dueAt);
    case "group.deleted":
      return askedAnew(await groupsDecidedBy(targets), dueAt);
  }
  if (!action.startsWith("request.")) return [];
  const jobs = await Promise.all(targets.map((id) => ofRequest(event, id, dueAt, settings)));
  return jobs.flat();
};

async function ofRequest(
  { action, after }: DomainEvent,
  id: string,
  dueAt: Date,
  { owners }: Pick<HandlerSettings, "owners">,
): Promise<Due<SlackJob>[]> {
  const asks = action === "request.created" || (action === "request.granted" && after.rule !== "emergency");
  const [request, accounts] = await Promise.all([cardsOf(id), asks ? accountsToAsk(id, owners) : []]);
  if (!request) return [];
  const { _id: requestId, cards } = request;
  // A program has no account.
  const asker = request.asker.userId ? [request.asker.userId] : [];
  const common = { requestId, dueAt };
  const news = (to: readonly string[], what: "settled" | "taken_away" | "asked" | "replied" | "waiting") =>
    to.map((each) => ({
      kind: "request-news" as const,
      to: each,
      news: what,
      ...(after.whichQuestion !== undefined && { question: after.whichQuestion }),
      ...common,
    }));
  const deciders = cards.filter(({ role }) => role === "decider").map(({ to }) => to);
  const step = request.executionId ? [{ kind: "step-outcome" as const, ...common }] : [];
  const redrawn = cards.map((card) => ({ kind: "request-card" as const, ...card, ...common }));
  switch (action) {
    case "request.created":
      return [
        ...askDeciders(request, accounts).map((job) => ({ ...job, dueAt })),
        ...asker.map((to) => ({
          kind: "request-notice" as const,
          ...{ to, role: "asker" as const, requestId },
          dueAt: new Date(dueAt.getTime() + ASKER_WAITS_MS),
        })),
      ];
    case "request.granted":
      return after.rule === "emergency"
        ? (await allAdmins(owners))
            .filter((to) => !asker.includes(to))
            .map((to) => ({ kind: "request-notice" as const, to, role: "afterwards" as const, ...common }))
        : accounts.map((to) => ({
            kind: "request-news" as const,
            to,
            news: "granted" as const,
            ...common,
          }));
    case "request.approved":
    case "request.denied":
    case "request.lapsed":
      return [...redrawn, ...news(asker, "settled"), ...step];
    case "request.withdrawn":
      // People who withdrew it themselves know.
      return [
        ...redrawn,
        ...news(
          asker.filter((userId) => userId !== request.settledBy?.userId),
          "settled",
        ),
        ...step,
      ];
    case "request.emergency_taken_away":
      return [...redrawn, ...news(asker, "taken_away")];
    case "request.asked":
      return [...redrawn, ...news(asker, "asked")];
    case "request.replied":
      return [...redrawn, ...news(deciders, "replied")];
    case "request.reminded": {
      const answered = request.answers.map(({ by }) => by.userId);
      const others = deciders.filter((to) => !answered.includes(to));
      // People who have become deciders since are asked too.
      return [...redrawn, ...news(others, "waiting"), { kind: "request-notices", ...common }];
    }
    case "request.escalated":
      return [...redrawn, { kind: "request-notices", ...common }];
    default:
      return redrawn;
  }
}

type GroupIds = readonly (string | Types.ObjectId)[];

/** Redraws the cards of pending requests for changed groups. */
async function redrawnFor(groupIds: GroupIds, dueAt: Date): Promise<Due<SlackJob>[]> {
  return (await outdatedCards(groupIds)).flatMap((request) => redrawn(request, dueAt));
}

/** The same, if others may decide by now: deciders without a card get one. */
async function askedAnew(groupIds: GroupIds, dueAt: Date): Promise<Due<SlackJob>[]> {
  return (await outdatedCards(groupIds)).flatMap((request) => [
    ...redrawn(request, dueAt),
    { kind: "request-notices" as const, requestId: request._id, dueAt },
  ]);
}

const redrawn = ({ _id: requestId, cards }: PendingCards, dueAt: Date) =>
  cards.map((card) => ({ kind: "request-card" as const, requestId, ...card, dueAt }));

function looserRules({ targets, after, by }: DomainEvent, dueAt: Date): Due<SlackJob>[] {
  if (!after.loosened) return [];
  return targets.map((groupId) => ({
    kind: "rules-notice" as const,
    groupId: new Types.ObjectId(groupId),
    by: by?.name ?? "Somebody",
    ...(by?.account && { except: homeOwner(by.account).userId }),
    dueAt,
  }));
}
