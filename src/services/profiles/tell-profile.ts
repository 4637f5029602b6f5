import type { Contact, Provisioned } from "../../models/provisioned.ts";
import type { UserDocument } from "../../models/user.ts";
import { personKeys } from "./person-keys.ts";

/** What a profile shows of a person; anything missing is empty. */
interface Details {
  name: string;
  title: string;
  phone: string;
  timeZone: string;
  language: string;
}

/** Reads what a profile shows of someone; anything missing is empty. */
export function detailsOf({ name, title = "", phone = "", timeZone, language = "" }: UserDocument): Details {
  return { name, title, phone, timeZone, language };
}

/** Applies changes made here to what providers read, which otherwise stays as received. */
export function withDetails(provisioned: Provisioned, before: Details, after: Details): Provisioned {
  const { profile } = provisioned;
  const { title, phoneNumbers, ...rest } = profile;
  const isNew = (field: keyof Details) => before[field] !== after[field];
  const phones = isNew("phone") ? withPhone(phoneNumbers ?? [], after.phone) : (phoneNumbers ?? []);
  const kept = isNew("title") ? after.title : title;
  const told = {
    ...rest,
    ...(isNew("name") && { name: { ...rest.name, formatted: after.name }, displayName: after.name }),
    ...(kept && { title: kept }),
    ...(phones.length > 0 && { phoneNumbers: phones }),
    ...(isNew("timeZone") && { timezone: after.timeZone }),
    ...(isNew("language") && after.language && { preferredLanguage: after.language }),
  };
  return { ...provisioned, profile: told, keys: personKeys(told) };
}

/** Replaces the primary number, or else the first; removes it where there no longer is one. */
function withPhone(contacts: readonly Contact[], value: string): Contact[] {
  const at = Math.max(
    0,
    contacts.findIndex(({ primary }) => primary),
  );
  const shown = contacts[at] ?? { type: "work" };
  return [...contacts.slice(0, at), ...(value ? [{ ...shown, value }] : []), ...contacts.slice(at + 1)];
}
