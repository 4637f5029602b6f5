import * as z from "zod";
import type { AccountActor } from "../../services/actor.ts";
import { InvalidFields, isDomainError } from "../../services/errors.ts";
import { MadeAlready } from "../../services/made-already.ts";
import { deleteEndpoint, rotateSecret } from "../../services/webhooks/change-endpoint.ts";
import { createEndpoint } from "../../services/webhooks/create-endpoint.ts";
import { editEndpoint } from "../../services/webhooks/edit-endpoint.ts";
import { endpointFields } from "../../services/webhooks/endpoint-fields.ts";
import { openEndpoint } from "../../services/webhooks/list-endpoints.ts";
import { WebhookChanged } from "../../services/webhooks/refusals.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import { redrawBelow } from "../kit/redraw.ts";
import type { Submission } from "../kit/router.ts";
import { readValues } from "../kit/state-codec.ts";
import type { Answer, FieldErrors } from "../kit/submission.ts";
import { secretView } from "./change-views.ts";
import { fieldBlock, type WebhookDraft, webhookForm } from "./form-view.ts";
import { listScreen, webhookScreen } from "./screens.ts";
import type { WebhookChangeState, WebhookFormState } from "./state.ts";

const { url, description, events } = ids.webhooks;
const typed = z.object({ value: z.string().nullish() });
const filledIn = z.record(
  z.string(),
  z.object({
    [url]: typed.optional(),
    [description]: typed.optional(),
    [events]: z.object({ selected_options: z.array(z.object({ value: z.string() })) }).optional(),
  }),
);

function draftIn(values: unknown): WebhookDraft {
  const fields = Object.values(readValues(filledIn, values));
  const textOf = (id: typeof url | typeof description) =>
    fields.map((field) => field[id]?.value ?? "").join("");
  return {
    url: textOf(url),
    description: textOf(description),
    events: fields.flatMap((field) => field[events]?.selected_options.map(({ value }) => value) ?? []),
  };
}

/** Finds what is wrong with the fields of a submitted form. */
export function checkWebhookForm(
  { webhooks }: SlackContext,
  values: unknown,
  state: WebhookFormState,
): FieldErrors | null {
  try {
    endpointFields(draftIn(values), webhooks);
    return null;
  } catch (error) {
    if (error instanceof InvalidFields) return byBlock(error, state);
    throw error;
  }
}

function byBlock({ fields }: InvalidFields, state: WebhookFormState): FieldErrors {
  return Object.fromEntries(
    Object.entries(fields).map(([field, fault]) => [fieldBlock(field, state), fault]),
  );
}

/** Adds or edits a webhook from a submitted form; if that fails, what was typed is still there. */
export async function submitWebhookForm(
  context: SlackContext,
  submission: Submission<WebhookFormState>,
): Promise<Answer> {
  const { actor, state, values } = submission;
  const draft = draftIn(values);
  try {
    if (!state.change) {
      const made = await createEndpoint(actor, draft, context.webhooks, state.newId);
      return {
        view: secretView({ ...made, rotated: false }),
        afterwards: () => redrawList(context, submission),
      };
    }
    const { page, version } = state.change;
    const { name } = await editEndpoint(actor, page.endpointId, draft, version, context.webhooks);
    const done = `Saved the webhook ${name}.`;
    return {
      closed: notice("Edit webhook", done),
      afterwards: () => redrawAll(context, submission, state.change, done),
    };
  } catch (error) {
    if (error instanceof MadeAlready) return addedAlready(context, actor, error.id);
    if (!isDomainError(error)) throw error;
    const sentence = describeError(error, context.log, actor);
    const again = { ...state, attempt: state.attempt + 1 };
    if (error instanceof InvalidFields)
      return { errors: byBlock(error, state), form: () => webhookForm(draft, again, sentence) };
    if (!(error instanceof WebhookChanged) || error.facts.deleted || !state.change)
      return { view: notice("Webhook", sentence) };
    const { version } = await openEndpoint(actor, state.change.page.endpointId);
    const change = { ...state.change, version };
    const saves = `${sentence} What you typed is still here: Save replaces their version with it.`;
    return { view: webhookForm(draft, { ...again, change }, saves) };
  }
}

/** Shows the webhook that this form added when it was submitted before. */
async function addedAlready(context: SlackContext, actor: AccountActor, endpointId: string): Promise<Answer> {
  const text =
    "This webhook was added before. Its secret is shown only once: if you didn’t see it, press Rotate Secret.";
  const page = { endpointId, from: 0, list: { from: 0 } };
  return { view: await webhookScreen(context, actor, page, { text, ok: true }) };
}

/** Creates a new secret once that is confirmed, and shows it. */
export async function submitRotation(
  context: SlackContext,
  submission: Submission<WebhookChangeState>,
): Promise<Answer> {
  const { actor, state } = submission;
  return unlessOvertaken(context, submission, async () => {
    const made = await rotateSecret(actor, state.page.endpointId, state.version, context.webhooks);
    return {
      view: secretView({ ...made, rotated: true }),
      afterwards: () => redrawAll(context, submission, state, "Made a new secret."),
    };
  });
}

/** Deletes the webhook once that is confirmed. */
export async function submitWebhookDeletion(
  context: SlackContext,
  submission: Submission<WebhookChangeState>,
): Promise<Answer> {
  const { actor, client, state, view } = submission;
  return unlessOvertaken(context, submission, async () => {
    const { name } = await deleteEndpoint(actor, state.page.endpointId, state.version);
    const done = notice("Webhook deleted", `Deleted the webhook ${name}. Nothing more is sent to it.`);
    return {
      closed: done,
      afterwards: async () => {
        await redrawBelow(client, view.previous_view_id, done);
        await redrawList(context, submission, state.page.list.from);
      },
    };
  });
}

async function unlessOvertaken(
  { log }: SlackContext,
  { actor }: Submission<unknown>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { view: notice("Webhook", describeError(error, log, actor)) };
  }
}

async function redrawList(
  context: SlackContext,
  { actor, client, view }: Submission<unknown>,
  from = 0,
): Promise<void> {
  await redrawBelow(client, view.root_view_id, await listScreen(context, actor, from));
}

async function redrawAll(
  context: SlackContext,
  submission: Submission<unknown>,
  change: WebhookChangeState | null,
  done: string,
): Promise<void> {
  if (!change) return;
  const { actor, client, view } = submission;
  const flash = { text: done, ok: true };
  const page = await webhookScreen(context, actor, change.page, flash);
  await redrawBelow(client, view.previous_view_id, page);
  await redrawList(context, submission, change.page.list.from);
}
