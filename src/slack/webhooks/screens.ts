import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { isDomainError } from "../../services/errors.ts";
import { listDeliveries } from "../../services/webhooks/deliveries.ts";
import { listEndpoints, openEndpoint } from "../../services/webhooks/list-endpoints.ts";
import { type Flash, notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { webhooksView } from "./list-view.ts";
import { webhookView } from "./page-view.ts";
import type { WebhookPageState } from "./state.ts";

/** Reads and draws the list again. */
export async function listScreen(
  { webhooks }: SlackContext,
  actor: AccountActor,
  from: number,
  flash?: Flash,
): Promise<ModalView> {
  const endpoints = await listEndpoints(actor);
  const available = webhooks.secretKeys !== undefined;
  return webhooksView({
    endpoints,
    from: from < endpoints.length ? from : 0,
    available,
    timeZone: actor.timeZone,
    flash,
  });
}

/** Reads and draws a webhook and its messages again, or says what happened to it. */
export async function webhookScreen(
  { log }: SlackContext,
  actor: AccountActor,
  state: WebhookPageState,
  flash?: Flash,
): Promise<ModalView> {
  try {
    const endpoint = await openEndpoint(actor, state.endpointId);
    const deliveries = await listDeliveries(actor, state.endpointId);
    return webhookView({ endpoint, deliveries, state, timeZone: actor.timeZone, flash });
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return notice("Webhook", describeError(error, log, actor));
  }
}
