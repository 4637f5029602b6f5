import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { checkAddresses, type KnownAddress } from "./check-addresses.ts";
import type { InvitePolicy } from "./policy.ts";

/** What would become of each address now. */
export interface InvitePreview {
  /** Would get an email. */
  invited: string[];
  known: KnownAddress[];
  /** Would not, since today's limits are used up. */
  overLimit: string[];
  /** Would not, since each of them had its emails for today. */
  overMailLimit: string[];
}

/** Says what inviting these addresses would do, and does nothing. @throws NotAdmin */
export async function previewInvites(
  actor: Principal,
  emails: readonly string[],
  policy: InvitePolicy,
): Promise<InvitePreview> {
  return readAs(actor, "invites:write", async () => {
    const outlook = await checkAddresses(actor, { emails, groupIds: [] }, policy);
    const { known, open, overMailLimit, left } = outlook;
    return {
      invited: open.slice(0, left),
      known: [...known.values()],
      overLimit: open.slice(left),
      overMailLimit: [...overMailLimit],
    };
  });
}
