import type { Types } from "mongoose";
import { acceptedLanguage } from "../../locales/match-language.ts";
import { groupIdsAt } from "../../models/membership.ts";
import type { Contact, NamePart, Profile } from "../../models/provisioned.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { emailAddress } from "../email-address.ts";
import { groupNames } from "../groups/groups.ts";
import { oneLine } from "../one-line.ts";
import { NAME_MAX, type PersonDetails, TITLE_MAX } from "../users/person-details.ts";
import { readPhone } from "../users/phone.ts";
import { timeZoneOf } from "../users/time-zones.ts";
import { versionNumber } from "../users/user-version.ts";

/** How many phone numbers are searched for one that is complete. */
const MAX_READ = 5;

/** A person as identity providers see them. */
export interface Person {
  id: string;
  profile: Profile;
  active: boolean;
  groups: { id: string; name: string }[];
  createdAt: Date;
  changedAt: Date;
  version: number;
}

/** What a provider decides about a person. */
export type Wanted = Pick<Person, "profile" | "active">;

/** Filters for users whom providers see: not those whom one removed, until they are active again. */
export const visible = { $nor: [{ "provisioned.removed": true, status: "suspended" as const }] };

export const isVisible = ({ provisioned, status }: UserDocument): boolean =>
  !provisioned?.removed || status === "active";

/** Tells whether a provider sees somebody as active: until they register, as the provider asked. */
export const isActive = ({ status, awaited }: UserDocument): boolean =>
  awaited?.active ?? status === "active";

/** Returns a person's profile: the provider's, or what they registered with if no provider has described them. */
export function profileOf({
  provisioned,
  email,
  name,
  title,
  phone,
  timeZone,
  language,
}: UserDocument): Profile {
  if (provisioned) return provisioned.profile;
  return {
    userName: email,
    name: partsOf(name),
    displayName: name,
    ...(title && { title }),
    ...(language && { preferredLanguage: language }),
    timezone: timeZone,
    emails: [{ value: email, type: "work", primary: true }],
    ...(phone && { phoneNumbers: [{ value: phone, type: "work", primary: true }] }),
  };
}

/** Splits a full name before its last word: some providers read only the parts. */
function partsOf(formatted: string): NonNullable<Profile["name"]> {
  const end = formatted.lastIndexOf(" ");
  if (end < 0) return { formatted, givenName: formatted };
  return { formatted, givenName: formatted.slice(0, end), familyName: formatted.slice(end + 1) };
}

/** Describes users to a provider. */
export async function peopleOf(users: readonly UserDocument[], now: Date): Promise<Person[]> {
  const ids = users.flatMap((user) => groupIdsAt(user, now));
  const names = ids.length > 0 ? await groupNames(ids) : new Map<string, string>();
  return users.map((user) => ({
    id: String(user._id),
    profile: profileOf(user),
    active: isActive(user),
    groups: groupsOf(groupIdsAt(user, now), names),
    createdAt: user.registeredAt,
    changedAt: user.changedAt ?? user.registeredAt,
    version: versionNumber(user),
  }));
}

function groupsOf(ids: readonly Types.ObjectId[], names: ReadonlyMap<string, string>): Person["groups"] {
  return ids.flatMap((id) => {
    const name = names.get(String(id));
    return name === undefined ? [] : [{ id: String(id), name }];
  });
}

/** Describes a user to a provider. */
export async function personOf(user: UserDocument, now: Date): Promise<Person> {
  const [person] = await peopleOf([user], now);
  if (!person) throw new Error("no person was described");
  return person;
}

/** Reads a person as they are now, in the transaction that changed them. */
export async function personNow(id: Types.ObjectId, now: Date): Promise<Person> {
  return personOf(await User.findById(id).orFail().lean(), now);
}

/**
 * Picks the address that a person is known by: the primary one, else the one at work, else the first.
 *
 * @returns null if it is no valid address
 */
export function addressIn({ emails }: Profile): string | null {
  const isWork = ({ type }: Contact) => type?.toLowerCase() === "work";
  const chosen = emails.find(({ primary }) => primary) ?? emails.find(isWork) ?? emails[0];
  return chosen ? emailAddress(chosen.value.trim()) : null;
}

/**
 * Returns the details to show for a profile. A value that can't be read changes nothing: a provider would send it again
 * at every sync.
 *
 * @param before the profile and the details before this change
 */
export async function detailsIn(
  profile: Profile,
  before: { profile: Profile; details: PersonDetails } | null,
): Promise<PersonDetails> {
  const shown = (text = "", most: number) => [...oneLine(text)].slice(0, most).join("").trim();
  const isName = (text: string) => /[\p{L}\p{N}]/u.test(text);
  const names = namesIn(profile, before?.profile).map((name) => shown(name, NAME_MAX));
  const known = before?.details;
  return {
    name: names.find(isName) ?? known?.name ?? shown(profile.emails[0]?.value, NAME_MAX),
    title: shown(profile.title, TITLE_MAX),
    phone: await phoneIn(profile.phoneNumbers ?? []),
    timeZone: timeZoneOf(profile.timezone ?? "") ?? known?.timeZone ?? "UTC",
    language: acceptedLanguage(profile.preferredLanguage) ?? known?.language ?? "",
  };
}

/** Lists a person's possible names, the best first. A full name that stayed while its parts changed is out of date. */
function namesIn({ name = {}, displayName, userName }: Profile, before?: Profile): (string | undefined)[] {
  const inParts = [name.givenName, name.middleName, name.familyName].filter(Boolean).join(" ");
  const parts: readonly NamePart[] = ["givenName", "middleName", "familyName"];
  const outdated =
    before?.name?.formatted === name.formatted &&
    parts.some((part) => before?.name?.[part] !== undefined && before.name[part] !== name[part]);
  return outdated
    ? [inParts, name.formatted, displayName, userName]
    : [name.formatted, inParts, displayName, userName];
}

/** Finds the first complete number, the primary one before others. */
async function phoneIn(contacts: readonly Contact[]): Promise<string> {
  const first = contacts.toSorted((a, b) => Number(b.primary ?? false) - Number(a.primary ?? false));
  for (const { value } of first.slice(0, MAX_READ)) {
    const read = await readPhone(value);
    if ("number" in read && read.number !== "") return read.number;
  }
  return "";
}
