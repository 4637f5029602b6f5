import { readActing } from "../acting.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { type AddressFacts, addressFacts, checkAddresses, type SkippedAddress } from "./check-addresses.ts";
import { remainingToday } from "./daily-limits.ts";
import type { InvitePolicy } from "./policy.ts";

/** What would happen to each address now. */
export interface InvitePreview {
  /** Would get an email. */
  invited: string[];
  skipped: SkippedAddress[];
  /** Would get none, since today's limits are used up. */
  overLimit: string[];
  /** Would get none, since each has reached its daily limit on emails. */
  overMailLimit: string[];
}

/** Finds out what inviting these addresses would do, without doing it. @throws NotAdmin */
export async function previewInvites(
  actor: Principal,
  emails: readonly string[],
  policy: InvitePolicy,
): Promise<InvitePreview> {
  return readAs(actor, "invites:write", async () => {
    const { seen } = await readActing<AddressFacts>(actor, addressFacts(emails, []));
    const { skipped, invitable, overMailLimit } = checkAddresses(emails, seen, policy);
    const remaining = remainingToday(actor, seen, policy);
    return {
      invited: invitable.slice(0, remaining),
      skipped: [...skipped.values()],
      overLimit: invitable.slice(remaining),
      overMailLimit: [...overMailLimit],
    };
  });
}
