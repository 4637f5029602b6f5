import { nameOf } from "../../models/actor-record.ts";
import type { AdminApproval } from "../../models/group.ts";
import { groupIdsAt } from "../../models/membership.ts";
import type { Provisioned } from "../../models/provisioned.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type Principal, recordOf } from "../actor.ts";
import { adminApproval } from "../approvals/admin-approval.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireForRights } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { InvalidFields } from "../errors.ts";
import { enqueue } from "../jobs.ts";
import { personKey } from "../linked-user.ts";
import { personKeys } from "../profiles/person-keys.ts";
import { searchTerms } from "../search-terms.ts";
import { ERASED_NAME } from "./erased-name.ts";
import { type UserAtVersion, type UserVersion, userAtVersion } from "./user-version.ts";

/** Longer than any transaction: erases again what a transaction that saw their old details may write afterwards. */
const AGAIN_MS = 60_000;

/**
 * Erases a suspended user's details: name, title, phone, time zone, linked account, and what a provider said about them
 * beyond what it knows them by. Jobs that follow erase what is told about them alongside other things. Their address,
 * their groups and the log stay. Erasing them again changes nothing. If the operator requires two people to decide
 * about Admin, erasing takes two people as well: the first one asks.
 *
 * @returns whether another admin has to do it, too
 * @throws NotAdmin, NotPermitted, UserChanged; InvalidFields (`status`) for somebody who is active
 */
export async function eraseUser(actor: Principal, expected: UserVersion | UserAtVersion): Promise<boolean> {
  return changeAs(actor, "users:write", async () => {
    const { user, now } = await userAtVersion(expected);
    const { _id, email, slack, provisioned, erased, status } = user;
    if (erased) return false;
    if (status === "active")
      throw new InvalidFields({
        status: "Only the details of suspended users can be erased. Suspend them first.",
      });
    await requireForRights(actor, groupIdsAt(user, now));
    const approval = await adminApproval();
    const asked = approval && (await askedByAnother(actor, user, approval, now));
    if (approval && !asked) {
      await ask(actor, user, now);
      return true;
    }
    await User.updateOne(
      { _id },
      {
        $set: {
          name: ERASED_NAME,
          timeZone: "UTC",
          words: searchTerms(email, ERASED_NAME),
          erased: now,
          ...(provisioned && { provisioned: withoutDetails(provisioned, email) }),
        },
        $unset: { erasing: 1, title: 1, phone: 1, language: 1, slack: 1, invitedAccount: 1 },
        $inc: { changes: 1 },
        $currentDate: { changedAt: true },
      },
    );
    await recordAudit(actor, now, {
      action: "user.erased",
      target: { kind: "user", id: String(_id), label: email },
      before: null,
      after: asked ? { askedBy: nameOf(asked.by) } : null,
      about: [email],
    });
    const emails = [...new Set([email, ...(slack ? [slack.email] : [])])];
    const account = slack ? { teamId: slack.teamId, userId: slack.userId } : null;
    const erasing = { kind: "erase-details" as const, userId: _id, emails, account };
    const again = new Date(now.getTime() + AGAIN_MS);
    await enqueue(now, { ...erasing, dueAt: now }, { ...erasing, dueAt: again });
    return false;
  });
}

/**
 * Reads who asked for it recently, if that was another person.
 *
 * @throws InvalidFields for a program, which doesn't count as a person
 */
async function askedByAnother(
  actor: Principal,
  { erasing }: UserDocument,
  { lapseDays }: AdminApproval,
  now: Date,
): Promise<UserDocument["erasing"] | null> {
  if (actor.kind !== "account")
    throw new InvalidFields({ status: "Two admins have to erase details here, each by themselves." });
  const isRecent = erasing && erasing.at.getTime() > now.getTime() - lapseDays * DAY_MS;
  return isRecent && erasing.key !== (await personKey(actor)) ? erasing : null;
}

async function ask(actor: Principal, { _id, email }: UserDocument, now: Date): Promise<void> {
  const erasing = { by: recordOf(actor), key: await personKey(actor), at: now };
  await User.updateOne(
    { _id },
    { $set: { erasing }, $inc: { changes: 1 }, $currentDate: { changedAt: true } },
  );
  await recordAudit(actor, now, {
    action: "user.erasure_asked",
    target: { kind: "user", id: String(_id), label: email },
    before: null,
    after: null,
    about: [email],
  });
}

/** Keeps only what a provider knows somebody by. */
function withoutDetails(provisioned: Provisioned, email: string): Provisioned {
  const { userName, externalId } = provisioned.profile;
  const profile = {
    userName,
    ...(externalId !== undefined && { externalId }),
    emails: [{ value: email, primary: true }],
  };
  return { ...provisioned, profile, keys: personKeys(profile) };
}
