import { inviteToRemind } from "../services/invites/begin-sending.ts";
import { type Asks, done, type Kind } from "./handler.ts";
import { mailLink } from "./mail-link.ts";

/** Reminds an invitee once, unless the invite has moved on or its mail never arrived. */
export const reminderEmail: Kind<Asks<"reminder-email">> = {
  async carryOut({ inviteId, generation }, held, means) {
    if (!means.settings.reminders) return done;
    const invite = await inviteToRemind(String(inviteId), generation);
    return invite ? { attempt: await mailLink(invite, "reminder", held, means) } : done;
  },
};
