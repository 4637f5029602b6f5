import type { SlackActor } from "./actor.ts";
import { type KnownAddress, knownAddresses } from "./known-addresses.ts";
import { leftToday, mailedOut } from "./limits.ts";
import type { InvitePolicy } from "./policy.ts";
import { forAdmin } from "./rights.ts";
import { databaseTime } from "./transaction.ts";

/** What would become of each address now. */
export interface InvitePreview {
  /** Would get an email. */
  invited: string[];
  known: KnownAddress[];
  /** Would not, since today's limits are used up. */
  overLimit: string[];
  /** Would not, since each of them had its emails for today. */
  mailedOut: string[];
}

/** Says what inviting these addresses would do, and does nothing. @throws NotAdmin */
export async function previewInvites(
  actor: SlackActor,
  emails: readonly string[],
  policy: InvitePolicy,
): Promise<InvitePreview> {
  return forAdmin(actor, async () => {
    const now = await databaseTime();
    const { known } = await knownAddresses(emails, policy, now);
    const open = emails.filter((email) => !known.has(email));
    const hadEnough = await mailedOut(open, policy, now);
    const left = await leftToday(actor, policy, now);
    const others = open.filter((email) => !hadEnough.has(email));
    return {
      invited: others.slice(0, left),
      known: [...known.values()],
      overLimit: others.slice(left),
      mailedOut: [...hadEnough],
    };
  });
}
