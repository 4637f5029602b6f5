import { formerAdminCard } from "../slack/messages/former-admin.ts";
import { answeredCard as answeredMessage } from "../slack/messages/user-notices.ts";
import { forgetSuspendCard, suspendAnswer } from "../slack/state/suspend-cards.ts";
import { rewrite } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { isStillAdmin } from "./recipients.ts";

/** Updates a card that asked whether to suspend someone, to say who answered and how. */
export const answeredCard: Handler<"answered-card"> = {
  async handle({ userId, channel, ts, to }, _job, context) {
    const answer = await suspendAnswer(userId);
    if (!answer) return done;
    const message = { channel, ts };
    const mayRead = to === undefined || (await isStillAdmin(to, context.settings.owners));
    const result = await rewrite(context, to, message, mayRead ? answeredMessage(answer) : formerAdminCard);
    if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
    return { attempt: { kind: "done" }, record: async () => forgetSuspendCard(userId, message) };
  },
};
