import type { SlackActor } from "./actor.ts";
import { eventsAbout, type LogCursor, type LogPage } from "./audit-log.ts";
import { forAdmin } from "./rights.ts";
import { type UserProfile, userProfile } from "./users.ts";

/** What *Activity* shows. */
export interface UserActivity extends LogPage {
  user: UserProfile;
}

/** A page of the events about a user, from their invite on, and of what was done to their groups. @throws NotAdmin, NotFound */
export async function userActivity(
  actor: SlackActor,
  userId: string,
  cursor: LogCursor | null,
): Promise<UserActivity> {
  return forAdmin(actor, async () => {
    const user = await userProfile(actor, userId);
    const groups = user.groups.map(({ id }) => id);
    const log = await eventsAbout([user.userId, user.email], groups, cursor);
    return { user, ...log };
  });
}
