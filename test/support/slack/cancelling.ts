import type { Person } from "../../../dev/emulators/slack/person.ts";

/** Asks to cancel an invite in the list on someone's screen, which opens the confirmation. */
export async function asksToCancel(person: Person, email?: string): Promise<void> {
  await person.choosesFromMenu("Cancel Invite", email === undefined ? {} : { beside: email });
  await person.seesView("Cancel this invite?");
}

/** Cancels an invite in the list on someone's screen. */
export async function cancels(person: Person, email?: string): Promise<void> {
  await asksToCancel(person, email);
  await person.submits();
}
