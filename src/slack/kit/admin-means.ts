import type { KnownBlock } from "@slack/types";
import { caution, contextBlock } from "./blocks.ts";

/** What being in Admin means. */
const adminMeans = "Admins can invite and suspend anyone, see everyone and make other admins.";

/** What an invite gives in the meantime. */
export const inviteUntilThen = "Until then the invite gives the other groups, or Users.";

/** Says beforehand that it takes two admins to put someone into Admin. */
export const needsApproval = (who: string) => `Another admin has to approve Admin for ${who}.`;

/** Says that the other admins were asked. */
export const waitsForAdmin = "The other admins were asked to approve Admin.";

/**
 * Warns a person who is about to put someone into Admin: 1 block, or 2 if another admin has to approve.
 *
 * @param becomes who becomes an admin
 * @param waits for whom another admin has to approve, and what applies until then; null if nobody has to
 */
export function cautionAdmin(becomes: string, waits: { who: string; until: string } | null): KnownBlock[] {
  if (!waits) return [caution(`${becomes} ${adminMeans}`)];
  return [caution(`${needsApproval(waits.who)} ${waits.until}`.trim()), contextBlock(adminMeans)];
}
