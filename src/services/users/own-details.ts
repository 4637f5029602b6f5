import { User, type UserDocument } from "../../models/user.ts";
import type { AccountActor } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeOwn, readOwn } from "../authorize.ts";
import { InvalidFields } from "../errors.ts";
import { searchTerms } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { checkDetails, type PersonDetails } from "./person-details.ts";
import { formatPhone } from "./phone.ts";
import { isSameTimeZone } from "./time-zones.ts";

/** Reads what someone may change of themselves; the phone as people read it. @throws NotRegistered */
export async function ownDetails(actor: AccountActor): Promise<PersonDetails> {
  return readOwn(actor, async (self) => {
    const details = detailsOf(self);
    return { ...details, phone: await formatPhone(details.phone) };
  });
}

/**
 * Changes what someone tells of themselves, by the rules of the registration.
 *
 * @throws NotRegistered; InvalidFields by the names of the fields
 */
export async function editOwnDetails(actor: AccountActor, typed: PersonDetails): Promise<void> {
  await changeOwn(actor, async (self) => {
    const { errors, details: checked } = await checkDetails(typed);
    if (!checked) throw new InvalidFields(errors);
    const before = detailsOf(self);
    const details = isSameTimeZone(before.timeZone, checked.timeZone)
      ? { ...checked, timeZone: before.timeZone }
      : checked;
    const fields = (["name", "title", "phone", "timeZone"] as const).filter(
      (key) => before[key] !== details[key],
    );
    if (fields.length === 0) return;
    const { name, title, phone, timeZone } = details;
    const now = await databaseTime();
    await User.updateOne(
      { _id: self._id },
      {
        $set: {
          name,
          timeZone,
          words: searchTerms(self.email, name),
          ...(title && { title }),
          ...(phone && { phone }),
        },
        $inc: { changes: 1 },
        $unset: { ...(!title && { title: 1 }), ...(!phone && { phone: 1 }) },
      },
    );
    const only = (of: PersonDetails) =>
      Object.fromEntries(fields.map((key) => [key, key === "phone" ? redactPhone(of.phone) : of[key]]));
    await recordAudit(actor, now, {
      action: "user.details_changed",
      target: { kind: "user", id: String(self._id), label: self.email },
      before: only(before),
      after: only(details),
      about: [self.email],
    });
  });
}

/** Leaves a phone number out of the audit log, which says that it changed. */
function redactPhone(phone: string): string {
  return phone && "(a number)";
}

function detailsOf({ name, title = "", phone = "", timeZone }: UserDocument): PersonDetails {
  return { name, title, phone, timeZone };
}
