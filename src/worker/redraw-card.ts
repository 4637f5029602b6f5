import type { MessageRef } from "../slack/kit/card.ts";
import { enqueueSlack, type SlackJob } from "../slack/state/jobs.ts";
import { type Drawn, rewrite } from "./direct-message.ts";
import type { HandlerContext, HandlerResult } from "./handler.ts";

/**
 * Draws a card anew, and once more if what it shows has moved on meanwhile: what was drawn at the same moment, of what was so
 * before, may have come later.
 *
 * @param job what asked for it
 * @param isOutdated finds out, once it was drawn, whether it shows what was so before
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
