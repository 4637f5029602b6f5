import type { Types } from "mongoose";
import type { RequestCard } from "../models/access-request.ts";
import { accountsToAsk, stillDecides } from "../services/requests/deciders.ts";
import { type RequestDetails, requestDetails } from "../services/requests/request-details.ts";
import { settlerOfDone } from "../services/settle-jobs.ts";
import { sharedRead } from "../services/together.ts";
import { formerAdminCard, formerAskerCard, formerDeciderCard } from "../slack/messages/former-admin.ts";
import { requestCard as card } from "../slack/messages/request-card.ts";
import { requestNewsCard } from "../slack/messages/request-news.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import {
  cardsOf,
  claimRequestCard,
  releaseRequestCard,
  rememberRequestCard,
  requestVersion,
} from "../slack/state/request-cards.ts";
import { askDeciders } from "./ask-deciders.ts";
import { writeTo, written } from "./direct-message.ts";
import { done, type Handler, type HandlerContext } from "./handler.ts";
import type { SpecOf } from "./jobs.ts";
import { isStillAdmin } from "./recipients.ts";
import { redrawCard } from "./redraw-card.ts";

/** Cards of a request written at the same time share one read. */
const detailsOf = sharedRead(requestDetails);

interface WrittenCard {
  requestId: Types.ObjectId;
  card: RequestCard;
  /** The version it shows. */
  version: number;
  now: Date;
}

/** Cards are recorded in one transaction; otherwise they would make each other wait for the request. */
const settleWritten = settlerOfDone<WrittenCard>(async (cards) => {
  for (const { requestId, card, version, now } of cards)
    await rememberRequestCard(requestId, card, version, now);
});

/** Has every decider of a request asked who has no card of it yet; if there are none, its asker is told. */
export const requestNotices: Handler<"request-notices"> = {
  async handle({ requestId }, _job, { settings }) {
    const [request, accounts] = await Promise.all([
      cardsOf(String(requestId)),
      accountsToAsk(String(requestId), settings.owners),
    ]);
    if (request?.status !== "pending") return done;
    const asking = askDeciders(request, accounts);
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) => enqueueSlack(now, ...asking.map((job) => ({ ...job, dueAt: now }))),
    };
  },
};

/** Writes the card of a request to one account, once; an unreachable account holds up nothing. */
export const requestNotice: Handler<"request-notice"> = {
  async handle({ requestId, to, role }, job, context) {
    const drawn = detailsOf(String(requestId));
    const reading = Promise.all([
      claimRequestCard({ requestId, to, role, job: job.id }),
      mayRead({ requestId, to, role }, context, drawn),
      drawn,
    ]);
    const [[claimed, , details], result] = await Promise.all([
      reading,
      writeTo(context, to, async (reader) => {
        const [claimed, allowed, details] = await reading;
        if (!claimed || !allowed || !details || (role === "decider" && details.status !== "pending"))
          return null;
        return card(details, { role, account: to }, reader);
      }),
    ]);
    if (!claimed) return done;
    if (result.kind === "ok" && details) {
      const { version } = details;
      const what = { requestId, card: { ...result.value, to, role }, version, now: job.claimedAt };
      return { ...done, settleDone: () => settleWritten({ job, what }) };
    }
    if (result.kind === "unreachable") await releaseRequestCard(requestId, { to, role });
    return written(result);
  },
  onFailed: async ({ requestId, to, role }) => releaseRequestCard(requestId, { to, role }),
};

const formerCards = { asker: formerAskerCard, decider: formerDeciderCard, afterwards: formerAdminCard };

/** Redraws one of the cards of a request as it is now. */
export const requestCard: Handler<"request-card"> = {
  async handle(spec, _job, context) {
    const { requestId, role, to } = spec;
    const drawn = detailsOf(String(requestId));
    const [isFor, details] = await Promise.all([mayRead(spec, context, drawn), drawn]);
    if (!details) return done;
    return redrawCard(
      context,
      spec,
      isFor ? (reader) => card(details, { role, account: to }, reader) : formerCards[role],
      async () => {
        const version = await requestVersion(requestId);
        return version !== null && version > details.version;
      },
    );
  },
};

/** Tells an account what a changed card wouldn't, since a message that changes notifies nobody. */
export const requestNews: Handler<"request-news"> = {
  async handle({ requestId, to, news, question }, _job, context) {
    const details = await requestDetails(String(requestId));
    if (!details || (!["settled", "granted", "taken_away"].includes(news) && details.status !== "pending"))
      return done;
    const isForAsker = ["settled", "asked", "nobody", "taken_away"].includes(news);
    // The asker may have been linked to another account since.
    const account = isForAsker ? details.asker.userId : to;
    if (!account || !(isForAsker || (await stillDecides(requestId, to, context.settings.owners))))
      return done;
    return written(
      await writeTo(context, account, (reader) => requestNewsCard(details, news, reader, question)),
    );
  },
};

/** Whether an account may still be told what its card says. */
async function mayRead(
  { requestId, to, role }: Pick<SpecOf<"request-card">, "requestId" | "to" | "role">,
  { settings: { owners } }: Pick<HandlerContext, "settings">,
  details: Promise<RequestDetails | null>,
): Promise<boolean> {
  switch (role) {
    case "asker":
      return (await details)?.asker.userId === to;
    case "decider":
      return stillDecides(requestId, to, owners);
    case "afterwards":
      return isStillAdmin(to, owners);
  }
}
