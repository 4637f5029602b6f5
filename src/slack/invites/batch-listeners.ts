import type { AccountActor } from "../../services/actor.ts";
import { showBatch } from "../../services/invites/batch.ts";
import { batchRef } from "../kit/batch-ref.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { batchView } from "./batch-view.ts";

/** Registers *Show All* on an inviter's card, and *Refresh* on the modal it opens. */
export function registerBatch(router: SlackRouter, { deliveryReported }: SlackContext): void {
  const screen = async (actor: AccountActor, batchId: string) =>
    batchView({ batchId, ...(await showBatch(actor, batchId)) }, { deliveryReported });
  router.show(ids.batch.showAll, batchRef, async ({ actor, value: { batchId } }) => ({
    above: await screen(actor, batchId),
  }));
  router.show(ids.batch.refresh, batchRef, async ({ actor, value: { batchId } }) => ({
    view: await screen(actor, batchId),
  }));
}
