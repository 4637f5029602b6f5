import type { BlockAction, ButtonAction } from "@slack/bolt";
import { z } from "zod";
import { showBatch } from "../../services/invites/batch.ts";
import { objectId } from "../../services/object-id.ts";
import { accountOf } from "../kit/account-of.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { Listeners } from "../kit/router.ts";
import { batchView } from "./batch-view.ts";

const shown = z.object({ batchId: objectId });

export function registerBatch(app: Listeners, { accounts, deliveryReported }: SlackContext): void {
  app.action<BlockAction<ButtonAction>>(ids.batch.showAll, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const { batchId } = shown.parse(JSON.parse(action.value ?? "null"));
    const view = batchView(await showBatch(actor, batchId), { deliveryReported });
    await client.views.open({ trigger_id: body.trigger_id, view });
  });
}
