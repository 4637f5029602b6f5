import type { Principal } from "../actor.ts";
import { type LogPage, readAuditLog } from "../audit/read-audit-log.ts";
import type { PageCursor } from "../page.ts";
import { type UserProfile, userProfile } from "./find-user.ts";

/** A user, and a page of the events about them. */
export interface UserActivity extends LogPage {
  user: UserProfile;
}

/**
 * Reads a page of the events about a user, from their invite on, and about changes to their groups.
 *
 * @throws NotAdmin, NotFound
 */
export async function userActivity(
  actor: Principal,
  userId: string,
  cursor: PageCursor | null,
): Promise<UserActivity> {
  const user = await userProfile(actor, userId);
  return { user, ...(await readAuditLog(actor, user.email, cursor)) };
}
