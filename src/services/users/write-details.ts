import { wordsIn } from "../../locales/words.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { InvalidFields } from "../errors.ts";
import { detailsOf, withDetails } from "../profiles/tell-profile.ts";
import { searchTerms } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { faultTexts } from "./detail-faults.ts";
import { checkDetails, type PersonDetails } from "./person-details.ts";
import { isSameTimeZone } from "./time-zones.ts";

const fields = ["name", "title", "phone", "timeZone", "language"] as const;

/** The details of someone that change. */
export type DetailsEdit = { [K in keyof PersonDetails]?: PersonDetails[K] | undefined };

/**
 * Writes someone's details, by the rules of registration. Part of a transaction that checked whether the actor may.
 *
 * @param typed absent fields stay as they are
 * @throws InvalidFields by the names of the fields
 */
export async function writeDetails(actor: Principal, user: UserDocument, typed: DetailsEdit): Promise<void> {
  const before = detailsOf(user);
  const { errors, details: checked } = await checkDetails({
    name: typed.name ?? before.name,
    title: typed.title ?? before.title,
    phone: typed.phone ?? before.phone,
    timeZone: typed.timeZone ?? before.timeZone,
    language: typed.language ?? before.language,
  });
  if (!checked) throw new InvalidFields(faultTexts(errors, await wordsIn("en")));
  const details = isSameTimeZone(before.timeZone, checked.timeZone)
    ? { ...checked, timeZone: before.timeZone }
    : checked;
  const different = fields.filter((key) => before[key] !== details[key]);
  if (different.length === 0) return;
  const { name, title, phone, timeZone, language } = details;
  const now = await databaseTime();
  await User.updateOne(
    { _id: user._id },
    {
      $set: {
        name,
        timeZone,
        words: searchTerms(user.email, name),
        ...(title && { title }),
        ...(phone && { phone }),
        ...(language && { language }),
        ...(user.provisioned && { provisioned: withDetails(user.provisioned, before, details) }),
      },
      $inc: { changes: 1 },
      $currentDate: { changedAt: true },
      $unset: {
        ...(!title && { title: 1 }),
        ...(!phone && { phone: 1 }),
        ...(!language && { language: 1 }),
      },
    },
  );
  const only = (of: PersonDetails) =>
    Object.fromEntries(different.map((key) => [key, key === "phone" ? redactPhone(of.phone) : of[key]]));
  await recordAudit(actor, now, {
    action: "user.details_changed",
    target: { kind: "user", id: String(user._id), label: user.email },
    before: only(before),
    after: only(details),
    about: [user.email],
  });
}

/** Keeps a phone number out of the audit log, which only says that it changed. */
export function redactPhone(phone: string): string {
  return phone && "(a number)";
}
