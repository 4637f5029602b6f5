import type { KnownBlock } from "@slack/types";
import { caution, contextBlock } from "./blocks.ts";

/** What being in Admin means. */
const adminMeans = "Admins can invite and suspend anyone, see everyone and make other admins.";

/** What an invite gives meanwhile. */
export const inviteUntilThen = "Until then the invite gives the other groups, or Users.";

/** Says, before it is done, that somebody gets into Admin by the word of two. */
export const needsApproval = (who: string) => `Another admin has to approve Admin for ${who}.`;

/** Says what came of it. */
export const waitsForAdmin = "The other admins were asked to approve Admin.";

/**
 * Cautions whoever is about to put somebody into Admin: 1 block, or 2 where another admin has to approve.
 *
 * @param becomes who becomes an admin
 * @param waits for whom another admin has to approve, and what is so until then; null where nobody has to
 */
export function cautionAdmin(becomes: string, waits: { who: string; until: string } | null): KnownBlock[] {
  if (!waits) return [caution(`${becomes} ${adminMeans}`)];
  return [caution(`${needsApproval(waits.who)} ${waits.until}`.trim()), contextBlock(adminMeans)];
}
