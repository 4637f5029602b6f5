import { inviteToRemind } from "../services/invites/begin-sending.ts";
import { done, type Handler } from "./handler.ts";
import { mailLink } from "./mail-link.ts";

/** Reminds an invitee once, unless the invite has moved on or its email never arrived. */
export const reminderEmail: Handler<"reminder-email"> = {
  async handle({ inviteId, generation }, job, context) {
    if (!context.settings.reminders) return done;
    const invite = await inviteToRemind({ inviteId, generation });
    return invite ? { attempt: await mailLink(invite, "reminder", job, context) } : done;
  },
};
