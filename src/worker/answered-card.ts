import { suspendAnswer } from "../services/users/suspend-cards.ts";
import { answeredCard } from "../slack/messages/deactivated.ts";
import { rewrite } from "./direct-message.ts";
import { type Asks, done, type Kind } from "./handler.ts";

/** Has a card that asked whether to suspend someone say who answered, and how. */
export const answeredCardKind: Kind<Asks<"answered-card">> = {
  async carryOut({ userId, channel, ts }, _held, { slack }) {
    const answer = await suspendAnswer(userId);
    if (!answer) return done;
    const result = await rewrite(slack, { channel, ts }, answeredCard(answer));
    return result.is === "ok" || result.is === "unreachable" ? done : { attempt: result };
  },
};
