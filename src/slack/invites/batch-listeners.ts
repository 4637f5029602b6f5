import { showBatch } from "../../services/invites/batch.ts";
import { batchRef } from "../kit/batch-ref.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { batchView } from "./batch-view.ts";

/** Registers *Show All* on an inviter's card. */
export function registerBatch(router: SlackRouter, { deliveryReported }: SlackContext): void {
  router.show(ids.batch.showAll, batchRef, async ({ actor, value: { batchId } }) => ({
    above: batchView(await showBatch(actor, batchId), { deliveryReported }),
  }));
}
