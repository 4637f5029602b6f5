import { stillDecides } from "../services/requests/deciders.ts";
import { requestDetails } from "../services/requests/read-requests.ts";
import { formerAdminCard, formerDeciderCard } from "../slack/messages/former-admin.ts";
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

/** Has everyone asked who decides about a request and has no card of it; where nobody does, its asker is told. */
export const requestNotices: Handler<"request-notices"> = {
  async handle({ requestId }, _job, { settings }) {
    const request = await cardsOf(requestId);
    if (request?.status !== "pending") return done;
    const asking = await askDeciders(request, settings.owners);
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) => enqueueSlack(now, ...asking.map((job) => ({ ...job, dueAt: now }))),
    };
  },
};

/** Writes the card of a request to one account, once; whoever can't be written to stops nothing. */
export const requestNotice: Handler<"request-notice"> = {
  async handle({ requestId, to, role }, job, context) {
    if (!(await mayRead({ requestId, to, role }, context))) return done;
    const [mine, details] = await Promise.all([
      claimRequestCard(requestId, { to, role, job: job.id }),
      requestDetails(String(requestId)),
    ]);
    if (!mine || !details || (role === "decider" && details.status !== "pending")) return done;
    const result = await writeTo(context, to, (reader) => card(details, { role, account: to }, reader));
    if (result.kind === "ok")
      return written(result, (message, now) =>
        rememberRequestCard(requestId, { ...message, to, role }, details.version, now),
      );
    if (result.kind === "unreachable") await releaseRequestCard(requestId, { to, role });
    return written(result);
  },
  onFailed: async ({ requestId, to, role }) => releaseRequestCard(requestId, { to, role }),
};

/** Draws one of the cards of a request as it stands. */
export const requestCard: Handler<"request-card"> = {
  async handle(spec, _job, context) {
    const { requestId, role, to } = spec;
    const details = await requestDetails(String(requestId));
    if (!details) return done;
    const former = role === "decider" ? formerDeciderCard : formerAdminCard;
    const isFor = await mayRead(spec, context);
    return redrawCard(
      context,
      spec,
      isFor ? (reader) => card(details, { role, account: to }, reader) : former,
      async () => {
        const version = await requestVersion(requestId);
        return version !== null && version > details.version;
      },
    );
  },
};

/** Tells an account what its card alone would not: a message that changes notifies nobody. */
export const requestNews: Handler<"request-news"> = {
  async handle({ requestId, to, news }, _job, context) {
    const details = await requestDetails(String(requestId));
    if (!details || (!["settled", "granted", "taken_away"].includes(news) && details.status !== "pending"))
      return done;
    const isForAsker = ["settled", "asked", "nobody", "taken_away"].includes(news);
    if (!isForAsker && !(await stillDecides(requestId, to, context.settings.owners))) return done;
    return written(await writeTo(context, to, (reader) => requestNewsCard(details, news, reader)));
  },
};

/** Whether an account may still be told what its card says. */
async function mayRead(
  { requestId, to, role }: Pick<SpecOf<"request-card">, "requestId" | "to" | "role">,
  { settings: { owners } }: Pick<HandlerContext, "settings">,
): Promise<boolean> {
  switch (role) {
    case "asker":
      return true;
    case "decider":
      return stillDecides(requestId, to, owners);
    case "afterwards":
      return isStillAdmin(to, owners);
  }
}
