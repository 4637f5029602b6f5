import { User, type UserDocument } from "../../models/user.ts";
import type { AccountActor } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeOwn, readOwn } from "../authorize.ts";
import { InvalidFields } from "../errors.ts";
import { searchTerms } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { checkDetails, type PersonDetails } from "./person-details.ts";

/** What someone may change of themselves. @throws NotRegistered */
export async function ownDetails(actor: AccountActor): Promise<PersonDetails> {
  return readOwn(actor, async (self) => detailsOf(self));
}

/**
 * Changes what someone tells of themselves, by the rules of the registration.
 *
 * @throws NotRegistered; InvalidFields by the names of the fields
 */
export async function editOwnDetails(actor: AccountActor, typed: PersonDetails): Promise<void> {
  await changeOwn(actor, async (self) => {
    const { errors, details } = await checkDetails(typed);
    if (!details) throw new InvalidFields(errors);
    const before = detailsOf(self);
    const changed = (["name", "title", "phone", "timeZone"] as const).filter(
      (key) => before[key] !== details[key],
    );
    if (changed.length === 0) return;
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
        $unset: { ...(!title && { title: 1 }), ...(!phone && { phone: 1 }) },
      },
    );
    const only = (of: PersonDetails) =>
      Object.fromEntries(changed.map((key) => [key, key === "phone" ? hidden(of.phone) : of[key]]));
    await recordAudit(actor, now, {
      action: "user.details_changed",
      target: { kind: "user", id: String(self._id), label: self.email },
      before: only(before),
      after: only(details),
      about: [self.email],
    });
  });
}

/** The audit log tells that a phone number changed, and keeps none. */
function hidden(phone: string): string {
  return phone && "(a number)";
}

function detailsOf({ name, title = "", phone = "", timeZone }: UserDocument): PersonDetails {
  return { name, title, phone, timeZone };
}
