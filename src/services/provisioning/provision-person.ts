import { isDeepStrictEqual } from "node:util";
import type { Types } from "mongoose";
import { groupIdsAt } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Acting } from "../acting.ts";
import type { Principal } from "../actor.ts";
import { refuseAdminAlone } from "../approvals/admin-approval.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, readAs, requireForRights } from "../authorize.ts";
import { NotFound } from "../errors.ts";
import { groupNames } from "../groups/groups.ts";
import { lockMembers } from "../groups/lock-members.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import { settleInvite } from "../invites/settle-invite.ts";
import { detailsOf } from "../profiles/tell-profile.ts";
import { retryOnDuplicate } from "../retry-on-duplicate.ts";
import { searchTerms } from "../search-terms.ts";
import { languageOf } from "../users/language-of.ts";
import { reactivate, suspend } from "../users/suspend-user.ts";
import { type UserAtVersion, userAtVersion } from "../users/user-version.ts";
import { changeProfile, plain } from "./change-profile.ts";
import { followAwaited, type InviteAddress, inviterFor, uninvite } from "./invite-awaited.ts";
import {
  detailsIn,
  isActive,
  isVisible,
  type Person,
  personNow,
  personOf,
  profileOf,
  type Wanted,
} from "./person.ts";
import {
  awaiting,
  leaverAmong,
  newcomer,
  type PeopleFacts,
  peopleFacts,
  registration,
} from "./register-person.ts";
import { checkedAddress, detailFields, provisionedBy, writePerson } from "./write-person.ts";

/** Reads a person. @throws NotPermitted, NotFound */
export async function readPerson(actor: Principal, userId: string): Promise<Person> {
  return readAs(actor, "scim", async () => {
    const { user, now } = await visibleUser({ userId });
    return personOf(user, now);
  });
}

/**
 * Registers a person whom a provider knows, without an email, and without groups, which the provider assigns. A person
 * whom a provider removed becomes the same user again; a pending invite for the address counts as accepted.
 *
 * @throws NotPermitted; InvalidFields (`emails`); IdentifierTaken when another user has the userName or the address
 */
export async function createPerson(actor: Principal, wanted: Wanted, policy: InvitePolicy): Promise<Person> {
  const invite = inviterFor(actor, policy);
  const register = async (facts: Acting & PeopleFacts) => {
    const email = checkedAddress(wanted.profile, policy);
    const { now } = facts;
    const leaver = leaverAmong(wanted.profile, email, facts);
    if (leaver) return personNow(await welcomeBack(actor, leaver, wanted, invite, now), now);
    const made = await newcomer(actor, wanted, email, now);
    const user = invite ? awaiting(made, wanted) : made;
    // Checked by the compiler.
    await User.insertMany([user], { lean: true });
    await recordAudit(actor, now, registration(user));
    if (invite && wanted.active) await invite(email, languageOf(user));
    if (!invite && facts.invited.length > 0) await settleInvite(actor, user, now);
    return personOf(user, now);
  };
  const stages = peopleFacts([wanted.profile]);
  return retryOnDuplicate(() => changeAs(actor, "scim", register, stages));
}

/** Brings back somebody who left, without the groups they had. */
async function welcomeBack(
  actor: Principal,
  user: UserDocument,
  wanted: Wanted,
  invite: InviteAddress | null,
  now: Date,
): Promise<Types.ObjectId> {
  const groupIds = groupIdsAt(user, now);
  await requireForRights(actor, groupIds);
  await lockMembers(groupIds);
  const details = await detailsIn(wanted.profile, { profile: profileOf(user), details: detailsOf(user) });
  const words = searchTerms(user.email, details.name);
  const provisioned = provisionedBy(wanted.profile);
  await writePerson(user._id, { ...detailFields(details), words, memberships: [], provisioned }, details);
  if (groupIds.length > 0)
    await recordAudit(actor, now, {
      action: "user.groups_changed",
      target: { kind: "user", id: String(user._id), label: user.email },
      before: { groups: [...(await groupNames(groupIds)).values()] },
      after: { groups: [] },
      about: [user.email, ...groupIds.map(String)],
    });
  const back = { ...user, ...details, memberships: [] };
  if (user.awaited && invite) {
    await changeAwaited(actor, back, wanted, invite, now);
    return user._id;
  }
  if (wanted.active) await reactivate(actor, back, now);
  await settleInvite(actor, back, now);
  return user._id;
}

/** What a person should become. */
interface Change extends Wanted {
  /** The provider says that they leave, even if they are suspended already: an admin may have kept their invites. */
  leaves?: boolean;
}

/**
 * Changes a person's profile at the provider, and suspends or reactivates them accordingly.
 *
 * @param expected the version that the provider read, if any
 * @param change returns what the person should become
 * @throws NotPermitted, NotFound, UserChanged, LastAdmin; InvalidFields (`emails`); IdentifierTaken; what `change`
 *   throws
 */
export async function changePerson(
  actor: Principal,
  expected: UserAtVersion,
  change: (before: Wanted) => Change,
  policy: InvitePolicy,
): Promise<Person> {
  const invite = inviterFor(actor, policy);
  return retryOnDuplicate(() =>
    changeAs(actor, "scim", async () => {
      const { user, now } = await visibleUser(expected);
      const before = { profile: profileOf(user), active: isActive(user) };
      const after = change(before);
      if (!isDeepStrictEqual(plain(before.profile), plain(after.profile)))
        await changeProfile(actor, user, after.profile, policy, now);
      if (user.awaited) await changeAwaited(actor, user, after, invite, now);
      else if (after.leaves || (before.active && !after.active)) await suspend(actor, user, now, "cancel");
      else if (!before.active && after.active) {
        await refuseAdminAlone(groupIdsAt(user, now));
        await reactivate(actor, user, now);
      }
      return personNow(user._id, now);
    }),
  );
}

async function changeAwaited(
  actor: Principal,
  before: UserDocument,
  { active }: Wanted,
  invite: InviteAddress | null,
  now: Date,
): Promise<void> {
  if (active !== before.awaited?.active) await writePerson(before._id, { awaited: { active } });
  const after = await User.findById(before._id).orFail().lean();
  await followAwaited(actor, { before, after, active }, invite, now);
}

/**
 * Suspends a person whom a provider removed: no provider sees them now.
 *
 * @throws NotPermitted, NotFound, UserChanged, LastAdmin
 */
export async function removePerson(actor: Principal, expected: UserAtVersion): Promise<void> {
  await changeAs(actor, "scim", async () => {
    const { user, now } = await visibleUser(expected);
    await suspend(actor, user, now, "cancel");
    if (user.awaited?.active) await uninvite(actor, user, now);
    const { userNameKey: _, ...provisioned } = provisionedBy(profileOf(user));
    await writePerson(user._id, {
      provisioned: { ...provisioned, removed: true },
      ...(user.awaited && { awaited: { active: false } }),
    });
    await recordAudit(actor, now, {
      action: "user.deprovisioned",
      target: { kind: "user", id: String(user._id), label: user.email },
      before: null,
      after: null,
      about: [user.email],
    });
  });
}

async function visibleUser(expected: UserAtVersion) {
  const found = await userAtVersion(expected);
  if (!isVisible(found.user)) throw new NotFound({ what: "user" });
  return found;
}
