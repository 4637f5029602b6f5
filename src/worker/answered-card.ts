import { answeredCard as answeredMessage } from "../slack/messages/user-notices.ts";
import { forgetSuspendCard, suspendAnswer } from "../slack/state/suspend-cards.ts";
import { rewrite } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";

/** Makes a card that asked whether to suspend someone say who answered, and how. */
export const answeredCard: Handler<"answered-card"> = {
  async handle({ userId, channel, ts }, _job, { slack }) {
    const answer = await suspendAnswer(userId);
    if (!answer) return done;
    const message = { channel, ts };
    const result = await rewrite(slack, message, answeredMessage(answer));
    if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
    return { attempt: { kind: "done" }, record: async () => forgetSuspendCard(userId, message) };
  },
};
