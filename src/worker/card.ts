import { type CardPlace, endTurn, type Turn, takeTurn } from "../services/invites/batch.ts";
import { redrawCards } from "../services/invites/invite-jobs.ts";
import { type HeldMessage, leaseLeftMs, type Outcome } from "../services/job-queue.ts";
import { reachable } from "../services/users/recipients.ts";
import { batchCard } from "../slack/messages/batch.ts";
import { rewrite, type SlackResult, writeTo } from "./direct-message.ts";
import { type Asks, type Carried, done, type Kind, type Means } from "./handler.ts";

/** A card is drawn at most so often: Slack allows about 50 updates a minute for all. */
const REST_MS = 3_000;

/**
 * Draws a batch's card as its invites stand now: posted the first time, from then on replaced in place. One writer
 * at a time, who reads after it got its turn, keeps it from moving backwards.
 */
export const card: Kind<Asks<"card">> = {
  async carryOut(asks, held, means) {
    const turn = await takeTurn(String(asks.batchId), held, REST_MS);
    if (turn === "taken") return { attempt: { is: "later", afterMs: REST_MS / 2 } };
    if (!turn) return done;
    const result = await draw(turn, held, means);
    return carried(asks, held, result);
  },

  /** Whoever overtook us may have drawn before our own, older picture arrived. */
  async overtaken({ batchId }, now) {
    await redrawCards(now, [batchId]);
  },
};

async function draw(
  { standing, card }: Turn,
  held: HeldMessage,
  means: Means,
): Promise<SlackResult<CardPlace> | { is: "late" }> {
  const picture = batchCard(standing, means.settings);
  if (leaseLeftMs(held) === 0) return { is: "late" };
  if (card) return rewrite(means.slack, card, picture);
  const to = await reachable(standing.inviter);
  return to ? writeTo(means.slack, to, picture) : { is: "unreachable" };
}

function carried(
  { batchId }: Asks<"card">,
  held: HeldMessage,
  result: SlackResult<CardPlace> | { is: "late" },
): Carried {
  const endingTurn = (written: { card?: CardPlace; drawnAt?: Date }) => async (_: Outcome, now: Date) => {
    if (!(await endTurn(String(batchId), held, written))) await redrawCards(now, [batchId]);
  };
  switch (result.is) {
    case "ok":
      return {
        attempt: { is: "done" },
        record: (outcome, drawnAt) => endingTurn({ card: result.value, drawnAt })(outcome, drawnAt),
      };
    // Trouble reaches the admins by notices of its own.
    case "unreachable":
      return { attempt: { is: "done" }, record: endingTurn({}) };
    case "late":
      return { attempt: { is: "later", afterMs: 0 }, record: endingTurn({}) };
    default:
      return { attempt: result, record: endingTurn({}) };
  }
}
