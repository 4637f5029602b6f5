import { ownerAnswer } from "../services/clients/client-news.ts";
import { ownerAnswerCard } from "../slack/messages/client-notices.ts";
import { formerAdminCard } from "../slack/messages/former-admin.ts";
import { forgetClientCard } from "../slack/state/client-cards.ts";
import { rewrite } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { isStillAdmin } from "./recipients.ts";

/** Updates a card that asked what to do with a client, to say who answered and how. */
export const clientAnsweredCard: Handler<"client-answered-card"> = {
  async handle({ clientId, channel, ts, to }, _job, context) {
    const answer = await ownerAnswer(clientId);
    if (!answer) return done;
    const message = { channel, ts };
    const mayRead = await isStillAdmin(to, context.settings.owners);
    const result = await rewrite(context, to, message, mayRead ? ownerAnswerCard(answer) : formerAdminCard);
    if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
    return { attempt: { kind: "done" }, record: async () => forgetClientCard(clientId, message) };
  },
};
