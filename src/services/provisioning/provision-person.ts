import { isDeepStrictEqual } from "node:util";
import { type PipelineStage, Types } from "mongoose";
import { Invite } from "../../models/invite.ts";
import { groupIdsAt } from "../../models/membership.ts";
import type { Profile, Provisioned } from "../../models/provisioned.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type Acting, lookUp } from "../acting.ts";
import { type Principal, recordOf } from "../actor.ts";
import { refuseAdminAlone } from "../approvals/admin-approval.ts";
import { type AuditEntry, recordAudit } from "../audit.ts";
import { changeAs, readAs, requireForRights } from "../authorize.ts";
import { atAddress, domainOf, spellingsOf } from "../email-address.ts";
import { InvalidFields, NotFound } from "../errors.ts";
import { groupNames } from "../groups/groups.ts";
import { lockMembers } from "../groups/lock-members.ts";
import { type InvitePolicy, isDomainAllowed } from "../invites/policy.ts";
import { settleInvite } from "../invites/settle-invite.ts";
import { personKeys } from "../profiles/person-keys.ts";
import { foldCase } from "../profiles/schema.ts";
import { detailsOf } from "../profiles/tell-profile.ts";
import { retryOnDuplicate } from "../retry-on-duplicate.ts";
import { searchTerms } from "../search-terms.ts";
import { languageOf } from "../users/language-of.ts";
import type { PersonDetails } from "../users/person-details.ts";
import { reactivate, suspend } from "../users/suspend-user.ts";
import { type UserAtVersion, userAtVersion } from "../users/user-version.ts";
import { redactPhone } from "../users/write-details.ts";
import { followAwaited, type InviteAddress, inviterFor, uninvite } from "./invite-awaited.ts";
import {
  addressIn,
  detailsIn,
  isActive,
  isVisible,
  type Person,
  personNow,
  personOf,
  profileOf,
  type Wanted,
} from "./person.ts";
import { IdentifierTaken } from "./refusals.ts";

/** Reads a person. @throws NotPermitted, NotFound */
export async function readPerson(actor: Principal, userId: string): Promise<Person> {
  return readAs(actor, "scim", async () => {
    const { user, now } = await visibleUser({ userId });
    return personOf(user, now);
  });
}

/**
 * Registers a person whom a provider knows, without a mail and without groups: those are the provider's to give. Whom a
 * provider removed is the same user again, reactivated; a pending invite of the address counts as accepted.
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

/** Makes of a new person one who registers by an invite. */
const awaiting = (user: UserDocument, { active }: Wanted): UserDocument => ({
  ...user,
  status: "suspended",
  awaited: { active },
});

/**
 * Changes what a provider says of a person, and suspends or reactivates them by it.
 *
 * @param expected the version that the provider read, or none
 * @param change makes of what was what is to be
 * @throws NotPermitted, NotFound, UserChanged, LastAdmin; InvalidFields (`emails`); IdentifierTaken; what `change` throws
 */
export async function changePerson(
  actor: Principal,
  expected: UserAtVersion,
  change: (before: Wanted) => Wanted,
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
      else if (before.active && !after.active) await suspend(actor, user, now, "cancel");
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
  if (active !== before.awaited?.active) await write(before._id, { awaited: { active } });
  const after = await User.findById(before._id).orFail().lean();
  await followAwaited(actor, { before, after, active }, invite, now);
}

/** Suspends a person whom a provider removed: none sees them any more. @throws NotPermitted, NotFound, UserChanged, LastAdmin */
export async function removePerson(actor: Principal, expected: UserAtVersion): Promise<void> {
  await changeAs(actor, "scim", async () => {
    const { user, now } = await visibleUser(expected);
    if (user.status === "active") await suspend(actor, user, now, "cancel");
    if (user.awaited?.active) await uninvite(actor, user, now);
    const { userNameKey: _, ...provisioned } = provisionedBy(profileOf(user));
    await write(user._id, {
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

/** @throws InvalidFields (`emails`) */
export function checkedAddress(profile: Profile, policy: InvitePolicy): string {
  const email = addressIn(profile);
  if (!email) throw new InvalidFields({ emails: "The primary email address is none that mail can reach." });
  if (!isDomainAllowed(email, policy))
    throw new InvalidFields({ emails: `Addresses at ${domainOf(email)} are not allowed here.` });
  return email;
}

/** What registering people depends on. */
export interface PeopleFacts {
  /** Who has the userName. */
  holders: UserDocument[];
  /** Who has the address. */
  atAddress: UserDocument[];
  /** Pending invites of the address. */
  invited: { email: string }[];
}

/** Makes the stages that read what registering people depends on. */
export function peopleFacts(profiles: readonly Profile[]): PipelineStage.Lookup[] {
  const emails = profiles.flatMap((profile) => addressIn(profile) ?? []);
  return [
    lookUp("holders", User, withUserName(...profiles.map(({ userName }) => userName))),
    lookUp("atAddress", User, { email: { $in: emails.flatMap(spellingsOf) } }),
    lookUp("invited", Invite, { email: { $in: emails }, status: "pending" }, { email: 1 }),
  ];
}

/** Picks whom a provider removed and brings back, by their address: a userName may be somebody else's by now. @throws IdentifierTaken */
function leaverAmong(
  { userName }: Profile,
  email: string,
  { holders, atAddress: [holder] }: PeopleFacts,
): UserDocument | null {
  if (holders.some(isVisible)) throw new IdentifierTaken({ what: "userName", value: userName });
  if (holder && isVisible(holder)) throw new IdentifierTaken({ what: "address", value: email });
  return holder ?? null;
}

/** Filters for whose userName it is: that of whom no provider has said anything is their address. */
function withUserName(...userNames: string[]) {
  const keys = { $in: userNames.map((userName) => foldCase(userName.trim())) };
  return { $or: [{ "provisioned.userNameKey": keys }, { email: keys, "provisioned.keys": null }] };
}

/** Makes the user that a new person becomes. */
export async function newcomer(
  actor: Principal,
  wanted: Wanted,
  email: string,
  now: Date,
): Promise<UserDocument> {
  const details = await detailsIn(wanted.profile, null);
  return {
    _id: new Types.ObjectId(),
    email,
    ...kept(details),
    status: wanted.active ? "active" : "suspended",
    memberships: [],
    invitedBy: recordOf(actor),
    registeredAt: now,
    provisioned: provisionedBy(wanted.profile),
    words: searchTerms(email, details.name),
  };
}

/** Says of a new person that a provider registered them. */
export function registration({ _id, email, name, status, awaited }: UserDocument): AuditEntry {
  return {
    action: "user.provisioned",
    target: { kind: "user", id: String(_id), label: email },
    before: null,
    after: { email, name, status, ...(awaited && { awaited: true }) },
    about: [email],
  };
}

/** Starts anew with somebody who left: what their groups gave is not theirs any more. */
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
  await write(user._id, { ...kept(details), words, memberships: [], provisioned }, details);
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

async function changeProfile(
  actor: Principal,
  user: UserDocument,
  profile: Profile,
  policy: InvitePolicy,
  now: Date,
): Promise<void> {
  const before = profileOf(user);
  if (foldCase(profile.userName.trim()) !== foldCase(before.userName.trim())) {
    const others = (await User.find(withUserName(profile.userName)).lean()).filter(
      ({ _id }) => !_id.equals(user._id),
    );
    if (others.some(isVisible)) throw new IdentifierTaken({ what: "userName", value: profile.userName });
  }
  const email = addressIn(profile) === addressIn(before) ? user.email : checkedAddress(profile, policy);
  const moves = email !== user.email;
  if (moves && (await User.exists({ ...atAddress(email), _id: { $ne: user._id } })))
    throw new IdentifierTaken({ what: "address", value: email });
  // An account that has the new address would be linked, and have what the user has.
  if (moves) {
    await requireForRights(actor, groupIdsAt(user, now));
    await refuseAdminAlone(groupIdsAt(user, now));
  }
  const details = await changedDetails(user, before, profile);
  const words = searchTerms(email, details.name);
  await write(user._id, { email, ...kept(details), words, provisioned: provisionedBy(profile) }, details);
  await recordAudit(actor, now, {
    action: "user.details_changed",
    target: { kind: "user", id: String(user._id), label: user.email },
    ...difference(user, before, { email, ...details }, profile),
    about: [...new Set([user.email, email])],
  });
  if (moves && !user.awaited) await settleInvite(actor, { ...user, email, name: details.name }, now);
}

/** Reads what a change of the profile changes of what is shown: what people told of themselves since stays. */
async function changedDetails(user: UserDocument, before: Profile, after: Profile): Promise<PersonDetails> {
  const details = detailsOf(user);
  const was = await detailsIn(before, { profile: before, details });
  const is = await detailsIn(after, { profile: before, details });
  const kept = (field: keyof PersonDetails) => (was[field] === is[field] ? details[field] : is[field]);
  return {
    name: kept("name"),
    title: kept("title"),
    phone: kept("phone"),
    timeZone: kept("timeZone"),
    language: kept("language"),
  };
}

/** Says what of a person is different; of a phone number that there is one, of what only the provider knows its name alone. */
function difference(
  user: UserDocument,
  before: Profile,
  after: PersonDetails & { email: string },
  profile: Profile,
) {
  const known = { email: user.email, ...detailsOf(user) };
  const fields = (["email", "name", "title", "phone", "timeZone", "language"] as const).filter(
    (field) => known[field] !== after[field],
  );
  const only = (of: PersonDetails & { email: string }) =>
    Object.fromEntries(fields.map((field) => [field, field === "phone" ? redactPhone(of.phone) : of[field]]));
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(profile))];
  const attributes = [...new Set([...was.keys(), ...is.keys()])].filter(
    (name) => !isDeepStrictEqual(plain(was.get(name)), plain(is.get(name))),
  );
  return { before: only(known), after: { ...only(after), attributes } };
}

function kept({ name, title, phone, timeZone, language }: PersonDetails) {
  return {
    ...{ name, timeZone },
    ...(title && { title }),
    ...(phone && { phone }),
    ...(language && { language }),
  };
}

function provisionedBy(profile: Profile): Provisioned {
  return { profile, keys: personKeys(profile), userNameKey: foldCase(profile.userName.trim()) };
}

/** @param details what of them is empty is taken away */
async function write(
  _id: Types.ObjectId,
  fields: Partial<UserDocument>,
  { title, phone, language } = { title: "stays", phone: "stays", language: "stays" },
): Promise<void> {
  const $unset = {
    ...(!title && { title: 1 as const }),
    ...(!phone && { phone: 1 as const }),
    ...(!language && { language: 1 as const }),
  };
  await User.updateOne(
    { _id },
    { $set: fields, $unset, $inc: { changes: 1 }, $currentDate: { changedAt: true } },
  );
}

/** Leaves out what is undefined, which the database does not keep. */
const plain = (value: unknown): unknown => (value === undefined ? value : JSON.parse(JSON.stringify(value)));
