import { NotAdmin } from "../../../services/errors.ts";
import { helpBlocks, suggestionBlocks } from "../../../slack/help/view.ts";
import { notice } from "../../../slack/kit/blocks.ts";
import { sentenceCard } from "../../../slack/kit/card.ts";
import { ids } from "../../../slack/kit/ids.ts";
import { noticeIn } from "../../../slack/kit/phrase.ts";
import { withError } from "../../../slack/kit/redraw.ts";
import { askCard } from "../../../slack/kit/whom-to-ask.ts";
import { batchCard, summaryCard } from "../../../slack/messages/batch.ts";
import {
  formerAdminCard,
  formerAskerCard,
  formerDeciderCard,
  formerReviewerCard,
} from "../../../slack/messages/former-admin.ts";
import {
  acceptedCard,
  askedCard,
  declinedCard,
  expiredCard,
  troubleCard,
} from "../../../slack/messages/invite-notices.ts";
import { endedCard, endingCard } from "../../../slack/messages/membership-notices.ts";
import {
  answeredCard,
  deactivatedCard,
  erasureCard,
  newAdminCard,
  passedOverCard,
} from "../../../slack/messages/user-notices.ts";
import { userGroupsView } from "../../../slack/users/profile-view.ts";
import type { Screen } from "./screen.ts";

const mainJobs = [ids.invite.open, ids.pending.open, ids.users.open, ids.groups.openList, ids.audit.open];

/** The messages that the app sends unprompted, and its answers. */
export const messageScreens: Record<string, Screen> = {
  acceptedCard: (f) => acceptedCard(f.news, f.told),
  answeredCard: (f) =>
    answeredCard({
      name: f.name,
      email: f.email,
      by: f.by,
      at: f.at,
      answer: f.yes ? (f.all ? "suspended" : "reactivated") : f.all ? "linked" : "erased",
    }),
  askedCard: (f) => askedCard(f.news, f.told),
  askCard: (f) => {
    const askInstead = [{ userId: "U1", name: f.name }];
    return askCard(new NotAdmin({ reason: "not_admin", askInstead }), ["U1", "U2"], f.words, f.message);
  },
  batchCard: (f) => batchCard(f.batch, f.reporting),
  deactivatedCard: (f) => deactivatedCard(f.userNews),
  declinedCard: (f) => declinedCard(f.news, f.told),
  erasureCard: (f) => erasureCard(f.userNews, f.by),
  endedCard: (f) => endedCard({ group: f.detail, canAsk: f.yes }, { ...f, timeZone: "UTC" }),
  endingCard: (f) => endingCard(f.detail, f.end, f.at, { ...f, timeZone: "UTC" }),
  expiredCard: (f) => expiredCard(f.news, f.told),
  formerAdminCard: (f) => formerAdminCard({ ...f, timeZone: "UTC" }),
  formerAskerCard: (f) => formerAskerCard({ ...f, timeZone: "UTC" }),
  formerDeciderCard: (f) => formerDeciderCard({ ...f, timeZone: "UTC" }),
  formerReviewerCard: () => formerReviewerCard(),
  suggestionBlocks: (f) => ({
    text: f.name,
    blocks: suggestionBlocks(
      f.name,
      {
        example: f.name,
        about: f.description,
        button: { id: ids.invite.open, label: f.name },
        run: async () => undefined,
      },
      f.long,
    ),
  }),
  helpBlocks: (f) => ({
    text: f.name,
    blocks: helpBlocks(
      f.name,
      mainJobs.map((id) => ({
        example: f.name,
        about: f.description,
        button: { id, label: f.name },
        run: async () => undefined,
      })),
    ),
  }),
  newAdminCard: (f) =>
    newAdminCard(f.userNews, {
      account: "U1",
      gain: f.yes ? "put_in_admin" : "linked",
      by: f.yes ? f.by : undefined,
    }),
  notice: (f) => notice("Not done", f.long),
  noticeIn: (f) => noticeIn(f.words, f.words.slack.oneMoment, f.words.slack.stillWorking),
  passedOverCard: (f) => passedOverCard(f.userNews, f.userNews, "U1"),
  sentenceCard: (f) => sentenceCard(f.reason || f.name),
  summaryCard: (f) => summaryCard(f.batch, f.told, f.reporting),
  troubleCard: (f) =>
    troubleCard({ ...f.news, delivery: { ...f.news.delivery, state: "bounced" }, status: "pending" }, f.told),
  withError: (f) => withError({ callback_id: "", private_metadata: "", ...userGroupsView(f.user) }, f.long),
};
