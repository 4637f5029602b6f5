import type { Types } from "mongoose";
import type { Profile, Provisioned } from "../../models/provisioned.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { domainOf } from "../email-address.ts";
import { InvalidFields } from "../errors.ts";
import { type InvitePolicy, isDomainAllowed } from "../invites/policy.ts";
import { personKeys } from "../profiles/person-keys.ts";
import { foldCase } from "../profiles/schema.ts";
import type { PersonDetails } from "../users/person-details.ts";
import { addressIn } from "./person.ts";

/** Returns the address that a provider sent for a person, spelled as we keep it. @throws InvalidFields (`emails`) */
export function checkedAddress(profile: Profile, policy: InvitePolicy): string {
  const email = addressIn(profile);
  if (!email) throw new InvalidFields({ emails: "The primary email address is missing or not valid." });
  if (!isDomainAllowed(email, policy))
    throw new InvalidFields({ emails: `Addresses at ${domainOf(email)} are not allowed here.` });
  return email;
}

/** Filters for the users with these userNames: if no provider has described a user, it is their address. */
export function withUserName(...userNames: string[]) {
  const keys = { $in: userNames.map((userName) => foldCase(userName.trim())) };
  return { $or: [{ "provisioned.userNameKey": keys }, { email: keys, "provisioned.keys": null }] };
}

/** Returns the fields of a user that hold these details. */
export function detailFields({ name, title, phone, timeZone, language }: PersonDetails) {
  return {
    name,
    timeZone,
    ...(title && { title }),
    ...(phone && { phone }),
    ...(language && { language }),
  };
}

/** Returns what is stored of a provider's profile. */
export function provisionedBy(profile: Profile): Provisioned {
  return { profile, keys: personKeys(profile), userNameKey: foldCase(profile.userName.trim()) };
}

/** Writes fields of a user. @param details empty ones are removed */
export async function writePerson(
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
