import { type Types, trusted } from "mongoose";
import { AccessRequest } from "../../models/access-request.ts";
import { Batch } from "../../models/batch.ts";
import { Client } from "../../models/client.ts";
import { Confirmation } from "../../models/confirmation.ts";
import { Group } from "../../models/group.ts";
import { HomeTab } from "../../models/home-tab.ts";
import { Invite } from "../../models/invite.ts";
import { Job } from "../../models/job.ts";
import { Review } from "../../models/review.ts";
import { ReviewItem } from "../../models/review-item.ts";
import { Run } from "../../models/run.ts";
import { LINES_KEPT_MS, RunLine } from "../../models/run-line.ts";
import { User } from "../../models/user.ts";
import { WebhookEndpoint } from "../../models/webhook-endpoint.ts";
import { accountKey } from "../actor.ts";
import { spellingsOf } from "../email-address.ts";
import { databaseTime } from "../transaction.ts";
import { ERASED_NAME, ERASED_TEXT } from "./erased-name.ts";

/** The person whose details are erased: their user, the addresses they were known by, and their former account. */
export interface Erased {
  userId: Types.ObjectId;
  emails: readonly string[];
  account: { teamId: string; userId: string } | null;
}

/**
 * Erases what is told about somebody in invites, imports, bulk changes, requests, reviews, groups, other users and
 * jobs: their name, what they wrote, and why emails didn't reach them. Each write does nothing the second time, so an
 * interrupted run starts again from the beginning.
 */
export async function eraseElsewhere({ userId, emails, account }: Erased): Promise<void> {
  const theirs = { $in: emails.flatMap(spellingsOf) };
  await eraseFromInvites(userId, theirs);
  await eraseFromRequests(userId, theirs);
  await eraseFromReviews(userId, theirs);
  await eraseFromSearches(theirs);
  const gone = { name: ERASED_NAME };
  await Promise.all([
    User.updateMany({ "invitedBy.email": theirs }, renamed("invitedBy")),
    User.updateMany({ "cancelling.by.email": theirs }, renamed("cancelling.by")),
    User.updateMany({ "erasing.by.email": theirs }, renamed("erasing.by")),
    User.updateMany(
      { "memberships.by.email": theirs },
      { $set: { "memberships.$[each].by.name": gone.name } },
      { arrayFilters: [{ "each.by.email": theirs }] },
    ),
    Batch.updateMany({ "invitedBy.email": theirs }, renamed("invitedBy")),
    Confirmation.deleteMany({ email: theirs }),
    Client.updateMany({ "createdBy.email": theirs }, renamed("createdBy")),
    Group.updateMany({ "changedBy.email": theirs }, renamed("changedBy")),
    Run.updateMany({ "by.email": theirs }, { ...renamed("by"), $unset: { "import.message": 1 } }),
    Run.updateMany(
      { "by.email": theirs, "principal.kind": "account" },
      { $set: { "principal.name": ERASED_NAME, "principal.timeZone": "UTC" } },
    ),
    Run.updateMany({ "changedBy.email": theirs }, renamed("changedBy")),
    RunLine.updateMany({ email: theirs }, { $unset: { name: 1, message: 1, cells: 1, problem: 1 } }),
    WebhookEndpoint.updateMany({ "createdBy.email": theirs }, renamed("createdBy")),
    WebhookEndpoint.updateMany({ "changedBy.email": theirs }, renamed("changedBy")),
  ]);
  if (!account) return;
  await Job.updateMany({ "facts.by.account": accountKey(account) }, renamed("facts.by"));
  await HomeTab.deleteOne({ _id: accountKey(account) });
}

const renamed = (path: string) => ({ $set: { [`${path}.name`]: ERASED_NAME } });

type Theirs = { $in: string[] };

/**
 * Erases the search text of bulk changes, which may be their name: of those that reached them, and of those whose rows
 * are no longer known.
 */
async function eraseFromSearches(theirs: Theirs): Promise<void> {
  const now = await databaseTime();
  const reached = await RunLine.distinct("runId", { email: theirs });
  await Run.updateMany(
    trusted({
      "change.filter.text": { $nin: [null, "", ERASED_TEXT] },
      $or: [{ _id: { $in: reached } }, { endedAt: { $lt: new Date(now.getTime() - LINES_KEPT_MS) } }],
    }),
    { $set: { "change.filter.text": ERASED_TEXT } },
  );
}

/** Erases name, message and the mail service's reasons from invites to them; from invites they sent, the message. */
async function eraseFromInvites(userId: Types.ObjectId, theirs: Theirs): Promise<void> {
  await Invite.updateMany(
    { email: theirs },
    {
      $unset: {
        message: 1,
        name: 1,
        account: 1,
        "delivery.reason": 1,
        "deliveryHistory.$[].reason": 1,
      },
    },
  );
  await Invite.updateMany({ handledBy: userId, "invitedBy.email": theirs }, { $unset: { message: 1 } });
  for (const path of ["invitedBy", "resentBy", "settledBy"])
    await Invite.updateMany({ [`${path}.email`]: theirs }, renamed(path));
}

async function eraseFromRequests(userId: Types.ObjectId, theirs: Theirs): Promise<void> {
  const asked = { $or: [{ "asker.registeredId": userId }, { "asker.email": theirs }] };
  await AccessRequest.updateMany(asked, {
    $set: { "asker.name": ERASED_NAME },
    $unset: { reason: 1, "asker.teamId": 1, "asker.userId": 1, "questions.$[].reply": 1 },
  });
  // People who ask for themselves are named a second time, by their account.
  await AccessRequest.updateMany({ ...asked, subject: { $exists: false } }, { $unset: { person: 1 } });
  await AccessRequest.updateMany(
    { $or: [{ "subject.registeredId": userId }, { "subject.email": theirs }] },
    {
      $set: { "subject.name": ERASED_NAME },
      $unset: { "subject.teamId": 1, "subject.userId": 1, person: 1 },
    },
  );
  await AccessRequest.updateMany({ "settledBy.email": theirs }, renamed("settledBy"));
  const each = { arrayFilters: [{ "each.by.email": theirs }] };
  await AccessRequest.updateMany(
    { "answers.by.email": theirs },
    { $set: { "answers.$[each].by.name": ERASED_NAME }, $unset: { "answers.$[each].reason": 1 } },
    each,
  );
  await AccessRequest.updateMany(
    { "questions.by.email": theirs },
    { $set: { "questions.$[each].by.name": ERASED_NAME, "questions.$[each].text": ERASED_TEXT } },
    each,
  );
}

async function eraseFromReviews(userId: Types.ObjectId, theirs: Theirs): Promise<void> {
  await ReviewItem.updateMany({ userId }, { $set: { name: ERASED_NAME }, $unset: { reason: 1 } });
  await ReviewItem.updateMany(
    { "answeredBy.email": theirs },
    { $set: { "answeredBy.name": ERASED_NAME }, $unset: { reason: 1 } },
  );
  await Review.updateMany({ "reviewers.userId": userId }, renamed("reviewers"));
  await Review.updateMany({ "startedBy.email": theirs }, renamed("startedBy"));
}
