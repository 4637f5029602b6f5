import { Batch } from "../models/batch.ts";
import { type LeasedJob, leaseLeftMs } from "../services/leases.ts";
import type { Outcome } from "../services/settle-jobs.ts";
import type { MessageRef } from "../slack/kit/card.ts";
import { batchCard } from "../slack/messages/batch.ts";
import { formerAdminCard } from "../slack/messages/former-admin.ts";
import { redrawCards } from "../slack/state/batch-cards.ts";
import { endTurn, type Turn, takeTurn } from "../slack/state/batch-turn.ts";
import { rewrite, type SlackResult, writeTo } from "./direct-message.ts";
import { done, type Handler, type HandlerContext, type HandlerResult } from "./handler.ts";
import type { SpecOf } from "./jobs.ts";
import { reachable } from "./recipients.ts";

/** The shortest time between two drawings of a card: Slack allows about 50 updates a minute in total. */
const REST_MS = 3_000;

/**
 * Draws a batch's card with its invites as they are now: posted the first time, then replaced in place. Only one writer
 * draws at a time, and reads after getting its turn, so the card never moves backwards.
 */
export const card: Handler<"card"> = {
  async handle(spec, job, context) {
    // An import has a progress message instead.
    if (await Batch.exists({ _id: spec.batchId, imported: true })) return done;
    const turn = await takeTurn(String(spec.batchId), job, REST_MS);
    if (turn === "taken") return { attempt: { kind: "snooze", afterMs: REST_MS / 2 } };
    if (!turn) return done;
    const result = await draw(turn, job, context);
    return resultOf(spec, job, result);
  },

  /** Draws once more: the process that overtook us may have drawn before our own, older picture arrived. */
  async onLeaseLost({ batchId }, now) {
    await redrawCards(now, [batchId]);
  },
};

type Drawn = SlackResult<{ card: MessageRef; closed: boolean }> | { kind: "late" };

/** Draws the card for an inviter who is an admin now. A former admin is told so once, and nothing else. */
async function draw(
  { snapshot, card, closed }: Turn,
  job: LeasedJob,
  context: HandlerContext,
): Promise<Drawn> {
  const { settings } = context;
  const to = await reachable(snapshot.inviter, settings.owners);
  const picture = to ? batchCard(snapshot, settings) : formerAdminCard;
  if (!to && (!card || closed)) return { kind: "unreachable" };
  if (leaseLeftMs(job) === 0) return { kind: "late" };
  const result = card
    ? await rewrite(context, snapshot.inviter.userId, card, picture)
    : await writeTo(context, to ?? "", picture);
  return result.kind === "ok" ? { kind: "ok", value: { card: result.value, closed: !to } } : result;
}

function resultOf({ batchId }: SpecOf<"card">, job: LeasedJob, result: Drawn): HandlerResult {
  const endingTurn =
    (written: { card?: MessageRef; closed?: boolean; drawnAt?: Date }) => async (_: Outcome, now: Date) => {
      if (!(await endTurn(String(batchId), job, written))) await redrawCards(now, [batchId]);
    };
  switch (result.kind) {
    case "ok":
      return {
        attempt: { kind: "done" },
        record: (outcome, drawnAt) => endingTurn({ ...result.value, drawnAt })(outcome, drawnAt),
      };
    // Admins hear of trouble through separate notices.
    case "unreachable":
      return { attempt: { kind: "done" }, record: endingTurn({}) };
    case "late":
      return { attempt: { kind: "snooze", afterMs: 0 }, record: endingTurn({}) };
    default:
      return { attempt: result, record: endingTurn({}) };
  }
}
