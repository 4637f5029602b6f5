import { isDeepStrictEqual } from "node:util";
import { groupIdsAt } from "../../models/membership.ts";
import type { Profile } from "../../models/provisioned.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { refuseAdminAlone } from "../approvals/admin-approval.ts";
import { recordAudit } from "../audit.ts";
import { requireForRights } from "../authorize.ts";
import { atAddress } from "../email-address.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import { settleInvite } from "../invites/settle-invite.ts";
import { foldCase } from "../profiles/schema.ts";
import { detailsOf } from "../profiles/tell-profile.ts";
import { searchTerms } from "../search-terms.ts";
import type { PersonDetails } from "../users/person-details.ts";
import { redactPhone } from "../users/write-details.ts";
import { addressIn, detailsIn, isVisible, profileOf } from "./person.ts";
import { IdentifierTaken } from "./refusals.ts";
import { checkedAddress, detailFields, provisionedBy, withUserName, writePerson } from "./write-person.ts";

/** Changes a person's profile at the provider, but not whether they are active. @throws what `changePerson` throws */
export async function changeProfile(
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
  // An account with the new address would be linked, and get what the user has.
  if (moves) {
    await requireForRights(actor, groupIdsAt(user, now));
    await refuseAdminAlone(groupIdsAt(user, now));
  }
  const details = await changedDetails(user, before, profile);
  const words = searchTerms(email, details.name);
  await writePerson(
    user._id,
    { email, ...detailFields(details), words, provisioned: provisionedBy(profile) },
    details,
  );
  await recordAudit(actor, now, {
    action: "user.details_changed",
    target: { kind: "user", id: String(user._id), label: user.email },
    ...difference(user, before, { email, ...details }, profile),
    about: [...new Set([user.email, email])],
  });
  if (moves && !user.awaited) await settleInvite(actor, { ...user, email, name: details.name }, now);
}

/** Returns the details to show after a change of the profile: what people entered themselves since then stays. */
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

/** Describes what changed for the log: phone numbers redacted, and only the names of attributes that we don't show. */
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

/** Leaves out undefined values, which the database does not store. */
export const plain = (value: unknown): unknown =>
  value === undefined ? value : JSON.parse(JSON.stringify(value));
