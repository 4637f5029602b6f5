import type { AccountActor } from "../actor.ts";
import { changeOwn, readOwn } from "../authorize-self.ts";
import { detailsOf } from "../profiles/tell-profile.ts";
import type { PersonDetails } from "./person-details.ts";
import { formatPhone } from "./phone.ts";
import { writeDetails } from "./write-details.ts";

/** Reads what people may change about themselves; the phone number as people read it. @throws NotRegistered */
export async function ownDetails(actor: AccountActor): Promise<PersonDetails> {
  return readOwn(actor, async (self) => {
    const details = detailsOf(self);
    return { ...details, phone: await formatPhone(details.phone) };
  });
}

/**
 * Changes people's own details, by the rules of registration.
 *
 * @throws NotRegistered; InvalidFields by the names of the fields
 */
export async function editOwnDetails(actor: AccountActor, typed: PersonDetails): Promise<void> {
  await changeOwn(actor, (self) => writeDetails(actor, self, typed));
}
