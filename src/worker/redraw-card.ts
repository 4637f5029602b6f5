import type { MessageRef } from "../slack/kit/card.ts";
import { enqueueSlack, type SlackJob } from "../slack/state/jobs.ts";
import { type Drawn, rewrite } from "./direct-message.ts";
import type { HandlerContext, HandlerResult } from "./handler.ts";

/**
 * Redraws a card, and once more if what it shows has changed meanwhile: an older drawing made at the same moment may
 * have arrived later.
 *
 * @param job what asked for it
 * @param isOutdated tells, after drawing, whether the card shows an earlier state
 */
export async function redrawCard(
  context: HandlerContext,
  job: SlackJob & MessageRef & { to: string },
  card: Drawn,
  isOutdated: () => Promise<boolean>,
): Promise<HandlerResult> {
  const { to, channel, ts } = job;
  const result = await rewrite(context, to, { channel, ts }, card);
  if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
  return {
    attempt: { kind: "done" },
    async record(_outcome, now) {
      if (await isOutdated()) await enqueueSlack(now, { ...job, dueAt: now });
    },
  };
}
