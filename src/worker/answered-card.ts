import { suspendAnswer } from "../services/users/suspend-cards.ts";
import { answeredCard } from "../slack/messages/deactivated.ts";
import { rewrite } from "./direct-message.ts";
import { done, type Handler, type SpecOf } from "./handler.ts";

/** Has a card that asked whether to suspend someone say who answered, and how. */
export const answeredCardKind: Handler<SpecOf<"answered-card">> = {
  async handle({ userId, channel, ts }, _held, { slack }) {
    const answer = await suspendAnswer(userId);
    if (!answer) return done;
    const result = await rewrite(slack, { channel, ts }, answeredCard(answer));
    return result.kind === "ok" || result.kind === "unreachable" ? done : { attempt: result };
  },
};
