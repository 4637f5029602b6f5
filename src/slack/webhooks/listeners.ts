import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { isDomainError } from "../../services/errors.ts";
import { newId } from "../../services/object-id.ts";
import { resumeEndpoint, switchOffEndpoint } from "../../services/webhooks/change-endpoint.ts";
import { redeliver, testEndpoint } from "../../services/webhooks/deliveries.ts";
import { type EndpointSummary, openEndpoint } from "../../services/webhooks/list-endpoints.ts";
import { notice } from "../kit/blocks.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import type { Drawing } from "../kit/drawing.ts";
import { describeError, flashOf } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import { replaceActions } from "../kit/redraw.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import { idText, noState } from "../kit/state-codec.ts";
import { webhookRef } from "../kit/webhook-ref.ts";
import { secretRotationView, webhookDeletionView } from "./change-views.ts";
import { blankWebhook, webhookForm } from "./form-view.ts";
import { listScreen, webhookScreen } from "./screens.ts";
import {
  messageRef,
  type WebhookChangeState,
  webhookChangeState,
  webhookFormState,
  webhookListState,
  webhookPageState,
} from "./state.ts";
import { checkWebhookForm, submitRotation, submitWebhookDeletion, submitWebhookForm } from "./submit.ts";

/** Creates the subcommand `/iam webhooks`. */
export function webhooksCommand(context: SlackContext): Subcommand {
  return {
    example: "/iam webhooks",
    permission: "webhooks:read",
    about: "See which systems are told what happens here, and how they answered.",
    changes: "Add, test or switch off.",
    async run({ actor, open }) {
      await open(await listScreen(context, actor, 0));
    },
  };
}

/** Registers the list of webhooks, the page of each, and everything that changes them. */
export function registerWebhooks(router: SlackRouter, context: SlackContext): void {
  for (const id of [ids.webhooks.previous, ids.webhooks.next])
    router.show(id, webhookListState, async ({ actor, value: { from } }) => ({
      view: await listScreen(context, actor, from),
    }));

  router.show(ids.webhooks.open, idText, async ({ actor, value: endpointId, view }) => {
    const list = webhookListState.decode(view?.private_metadata);
    return { above: await webhookScreen(context, actor, { endpointId, from: 0, list }) };
  });

  for (const id of [ids.webhooks.messagesPrevious, ids.webhooks.messagesNext])
    router.show(id, webhookPageState, async ({ actor, value: state }) => ({
      view: await webhookScreen(context, actor, state),
    }));
  router.show(ids.webhooks.refresh, noState, async ({ actor, view }) => ({
    view: await webhookScreen(context, actor, {
      ...webhookPageState.decode(view?.private_metadata),
      from: 0,
    }),
  }));

  registerForms(router, context);
  registerPresses(router, context);
}

function registerForms(router: SlackRouter, context: SlackContext): void {
  router.show(ids.webhooks.create, noState, async () => ({
    above: webhookForm(blankWebhook, { change: null, newId: newId(), attempt: 1 }),
  }));
  for (const [id, draw] of [
    [ids.webhooks.edit, (endpoint, change) => webhookForm(endpoint, { change, attempt: 1 })],
    [ids.webhooks.rotate, secretRotationView],
    [ids.webhooks.delete, webhookDeletionView],
  ] satisfies [string, (endpoint: EndpointSummary, state: WebhookChangeState) => ModalView][])
    router.show(id, noState, async ({ actor, view }) => asking(context, actor, view, draw));

  router.submit(
    ids.webhooks.form,
    webhookFormState,
    (submission) => submitWebhookForm(context, submission),
    (values, state) => checkWebhookForm(context, values, state),
  );
  router.submit(ids.webhooks.rotation, webhookChangeState, (submission) =>
    submitRotation(context, submission),
  );
  router.submit(ids.webhooks.deletion, webhookChangeState, (submission) =>
    submitWebhookDeletion(context, submission),
  );
}

/** Draws a form or a question about the current state of the webhook on the screen, or says what happened to it. */
async function asking(
  { log }: SlackContext,
  actor: AccountActor,
  view: { private_metadata: string } | undefined,
  draw: (endpoint: EndpointSummary, state: WebhookChangeState) => ModalView,
): Promise<Drawing> {
  const page = webhookPageState.decode(view?.private_metadata);
  try {
    const endpoint = await openEndpoint(actor, page.endpointId);
    return { above: draw(endpoint, { page, version: endpoint.version }) };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { view: notice("Webhook", describeError(error, log, actor)) };
  }
}

function registerPresses(router: SlackRouter, context: SlackContext): void {
  router.press(ids.webhooks.test, webhookRef, async (press) =>
    onPage(context, press, async ({ actor, value }) => {
      const { name } = await testEndpoint(actor, value.endpointId);
      return `Sending a test to ${name}. Refresh to see its answer.`;
    }),
  );
  router.press(ids.webhooks.redeliver, messageRef, async (press) =>
    onPage(context, press, async ({ actor, value }) => {
      await redeliver(actor, value.endpointId, value.message);
      return "Delivering it again. Refresh to see the answer.";
    }),
  );
  router.press(ids.webhooks.switchOff, webhookRef, async (press) =>
    onPage(context, press, async ({ actor, value }) => {
      const { name } = await switchOffEndpoint(actor, value.endpointId, value.version);
      return `Switched off ${name}. Nothing more is sent to it until somebody resumes it.`;
    }),
  );
  // Also on the card about a webhook that was switched off.
  router.press(ids.webhooks.resume, webhookRef, async (press) =>
    onPage(context, press, async ({ actor, value }) => {
      const { name } = await resumeEndpoint(actor, value.endpointId, value.version);
      return `Resumed ${name}. It will be told what happens from now on.`;
    }),
  );
}

/** Does what a button says, and shows the result where the button was: on the page or the card. */
async function onPage<Value extends { endpointId: string }>(
  context: SlackContext,
  press: Press<Value>,
  act: (press: Press<Value>) => Promise<string>,
): Promise<Drawing | undefined> {
  const { actor, view, value, body, respond, tell } = press;
  const flash = await flashOf(() => act(press), context, actor);
  if (!view) {
    await replaceActions(body, flash.text, { respond, tell });
    return undefined;
  }
  const { list } = webhookPageState.decode(view.private_metadata);
  return {
    view: await webhookScreen(context, actor, { endpointId: value.endpointId, from: 0, list }, flash),
  };
}
