import { nameOf } from "../../models/actor-record.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { registered, User } from "../../models/user.ts";
import type { Acting } from "../acting.ts";
import type { Principal } from "../actor.ts";
import { approvalFor, hasAdmin } from "../approvals/admin-approval.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, readAs, requireForRights } from "../authorize.ts";
import { canonicalEmail, spellingsOf } from "../email-address.ts";
import type { DomainError } from "../errors.ts";
import { enqueue } from "../jobs.ts";
import { retryOnDuplicate } from "../retry-on-duplicate.ts";
import { databaseTime } from "../transaction.ts";
import {
  countInvites,
  countMails,
  overMailLimit,
  readCounters,
  type Share,
  shareLeft,
} from "./daily-limits.ts";
import { generationJobs } from "./invite-jobs.ts";
import type { InvitePolicy } from "./policy.ts";
import { AlreadyPending, AlreadyRegistered, LimitReached } from "./refusals.ts";
import type { SeenInvite } from "./replace-invite.ts";
import { endedAccess, expiredAdmin, nextGeneration, resentEvent } from "./resend-invite.ts";
import { assertFewEnough, type LeftOut, type ReadyInvite, readSeen, readyInvite } from "./seen-invites.ts";

/** What sending several invites again would do. */
export interface ResendReview {
  ready: ReadyInvite[];
  /** The addresses that another email wouldn't reach either. */
  unreachable: string[];
  leftOut: LeftOut[];
}

/**
 * Finds out what sending these invites again would do, without doing it.
 *
 * @param reaches tells whether another email may arrive
 * @throws NotAdmin; InvalidFields when there are none, or too many
 */
export async function reviewResend(
  actor: Principal,
  seen: readonly SeenInvite[],
  policy: InvitePolicy,
  reaches: (invite: ReadyInvite) => boolean,
): Promise<ResendReview> {
  assertFewEnough(seen);
  return readAs(actor, "invites:write", async () => {
    const now = await databaseTime();
    const { sendable, leftOut, counters } = await planResend(seen, now, policy);
    const invites = sendable.map((invite) => readyInvite(invite, now));
    const reachable = invites.filter(reaches);
    const share = shareLeft(actor, reachable.length, counters, policy);
    return {
      ready: reachable.slice(0, share.granted),
      unreachable: invites.filter((invite) => !reaches(invite)).map(({ email }) => email),
      leftOut: [...leftOut, ...beyond(reachable, share, policy)],
    };
  });
}

/**
 * Sends pending or expired invites again in one transaction, as {@link resendInvite} does with one. Those that can't be
 * resent don't hold back the others.
 *
 * @returns the addresses
 * @throws NotAdmin; InvalidFields when there are none, or too many
 */
export async function resendMany(
  actor: Principal,
  seen: readonly SeenInvite[],
  policy: InvitePolicy,
): Promise<{ emails: string[]; leftOut: LeftOut[] }> {
  assertFewEnough(seen);
  return retryOnDuplicate(() =>
    changeAs(actor, "invites:write", (acting) => writeResent(actor, seen, policy, acting)),
  );
}

/**
 * Does the same as `resendMany`, for any number, in the transaction of a change that is permitted.
 *
 * @param mail which kind of mail: those of a run make way for others
 */
export async function writeResent(
  actor: Principal,
  seen: readonly SeenInvite[],
  policy: InvitePolicy,
  { now, selfId }: Acting,
  mail: "invite-email" | "imported-email" = "invite-email",
): Promise<{ emails: string[]; leftOut: LeftOut[] }> {
  const { sendable, leftOut, counters } = await planResend(seen, now, policy);
  const share = shareLeft(actor, sendable.length, counters, policy);
  const granted = sendable.slice(0, share.granted);
  const emails = granted.map(({ email }) => email);
  if (granted.length > 0) {
    await requireForRights(
      actor,
      granted.flatMap(({ groupIds }) => groupIds),
    );
    const these = { _id: { $in: granted.map(({ _id }) => _id) } };
    const next = nextGeneration(actor, selfId, policy.keyId);
    await Invite.updateMany(these, next, { updatePipeline: true });
    const resent = await Invite.find(these).lean();
    await recordAudit(actor, now, ...resent.map(resentEvent));
    await enqueue(now, ...generationJobs(now, resent, mail));
    await countMails(emails, now);
    await countInvites(actor, emails.length, counters, policy);
  }
  const ready = sendable.map((invite) => readyInvite(invite, now));
  return { emails, leftOut: [...leftOut, ...beyond(ready, share, policy)] };
}

/** Lists those that today's limits leave out. */
function beyond(sendable: readonly ReadyInvite[], share: Share, policy: InvitePolicy): LeftOut[] {
  const why = limitReached(share, policy);
  return sendable.slice(share.granted).map(({ inviteId, email }) => ({ inviteId, email, why }));
}

/** Builds the refusal for the limit that cut a share short. */
export function limitReached({ shortBy }: Share, { limits }: InvitePolicy): LimitReached {
  const limit = shortBy ?? "total";
  return new LimitReached({ limit, most: limits[limit] });
}

/** Finds those that only the limits on invites can keep from being sent again. */
export async function planResend(seen: readonly SeenInvite[], now: Date, policy: InvitePolicy) {
  const isOpen = ({ status }: InviteDocument) => status === "pending" || status === "expired";
  const { found, leftOut } = await readSeen(seen, now, isOpen);
  const emails = found.map(({ email }) => email);
  const addresses = { email: { $in: emails.flatMap(spellingsOf) } };
  const users = await User.find({ ...addresses, ...registered }, { email: 1 }).lean();
  const pending = found.filter(({ status }) => status === "pending");
  const expired = found.filter((invite) => !pending.includes(invite)).map(({ email }) => email);
  const others = await Invite.find({ email: { $in: expired }, status: "pending" }).lean();
  const counters = await readCounters(emails, now);
  const known = new Set(users.map(({ email }) => canonicalEmail(email)));
  const limited = overMailLimit(emails, counters, policy);
  const approval = await approvalFor(found.flatMap(({ groupIds }) => groupIds));
  const holders = new Map([...others, ...pending].map((invite) => [invite.email, invite]));

  const sendable: InviteDocument[] = [];
  for (const invite of found) {
    const { email } = invite;
    const why =
      (approval && hasAdmin(invite.groupIds) ? expiredAdmin(invite, now) : null) ??
      obstacle(invite, { holder: holders.get(email), known, limited }, now, policy);
    if (why) leftOut.push({ inviteId: String(invite._id), email, why });
    else {
      sendable.push(invite);
      holders.set(email, invite);
    }
  }
  return { sendable, leftOut, counters };
}

interface Around {
  /** The invite that is, or would be, the address's pending one. */
  holder: InviteDocument | undefined;
  /** The addresses that have registered. */
  known: ReadonlySet<string>;
  limited: ReadonlySet<string>;
}

function obstacle(
  invite: InviteDocument,
  { holder, known, limited }: Around,
  now: Date,
  { limits }: InvitePolicy,
): DomainError | null {
  const { email } = invite;
  if (known.has(email)) return new AlreadyRegistered();
  if (holder && holder !== invite)
    return new AlreadyPending({ email, by: nameOf(holder.invitedBy), inviteId: String(holder._id) });
  const ended = endedAccess(invite, now);
  if (ended) return ended;
  return limited.has(email) ? new LimitReached({ limit: "address", most: limits.address }) : null;
}
