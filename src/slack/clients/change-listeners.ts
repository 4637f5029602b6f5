import type { ModalView } from "@slack/types";
import * as z from "zod";
import type { AccountActor } from "../../services/actor.ts";
import { type ClientOption, changeClientOption } from "../../services/clients/change-option.ts";
import { handOverClient, keepClient } from "../../services/clients/hand-over-client.ts";
import { type ClientSummary, openClient } from "../../services/clients/list-clients.ts";
import { ClientChanged } from "../../services/clients/refusals.ts";
import { revokeClient } from "../../services/clients/revoke-client.ts";
import { rotateClient } from "../../services/clients/rotate-client.ts";
import { InvalidFields, isDomainError } from "../../services/errors.ts";
import { notice } from "../kit/blocks.ts";
import { type ClientRef, clientRef } from "../kit/client-ref.ts";
import type { SlackContext } from "../kit/context.ts";
import type { Drawing } from "../kit/drawing.ts";
import { describeError, flashOf } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { redrawBelow, replaceActions } from "../kit/redraw.ts";
import type { Press, SlackRouter, Submission } from "../kit/router.ts";
import { noState, readValues } from "../kit/state-codec.ts";
import type { Answer } from "../kit/submission.ts";
import { handOverView, revocationView, rotationView } from "./change-views.ts";
import { type OptionChoice, optionChoice } from "./client-state.ts";
import { clientScreen, listScreen } from "./screens.ts";
import { tokenView } from "./token-view.ts";

const { overlap, owner } = ids.clients;
const chosenOverlap = z.object({
  [overlap]: z
    .object({
      [overlap]: z.object({ selected_option: z.object({ value: z.enum(["0", "1", "24", "168"]) }) }),
    })
    .optional(),
});
const chosenOwner = z.object({ [owner]: z.object({ [owner]: z.object({ selected_user: z.string() }) }) });

/** Registers *New Token*, *Hand Over*, *Revoke* and a client's options, on its page or a card, and *Keep* on a card. */
export function registerClientChanges(router: SlackRouter, context: SlackContext): void {
  router.show(ids.clients.rotate, noState, async ({ actor, view }) => {
    const { clientId } = clientRef.decode(view?.private_metadata);
    return asking(context, actor, clientId, (client) => rotationView(client, actor.timeZone));
  });
  router.submit(ids.clients.rotation, clientRef, (submission) => submitRotation(context, submission));

  router.show(ids.clients.handOver, clientRef, async ({ actor, value }) =>
    asking(context, actor, value.clientId, (client) => handOverView(client)),
  );
  router.submit(ids.clients.handOverForm, clientRef, (submission) => submitHandOver(context, submission));

  router.show(ids.clients.revoke, clientRef, async ({ actor, value }) =>
    asking(context, actor, value.clientId, revocationView),
  );
  router.submit(ids.clients.revocation, clientRef, (submission) => submitRevocation(context, submission));

  for (const id of [ids.clients.changeReasons, ids.clients.changeInvites])
    router.press(id, optionChoice, (press) => switchOption(context, press));

  router.press(ids.clients.keep, clientRef, (press) => keep(context, press));
}

async function switchOption(
  context: SlackContext,
  { actor, value: { clientId, option, on } }: Press<OptionChoice>,
): Promise<Drawing> {
  const change = async () =>
    `${await changeClientOption(actor, clientId, option, on)} ${optionWords[option][on ? "on" : "off"]}`;
  const flash = await flashOf(change, context, actor);
  return { view: await clientScreen(context, actor, clientId, flash) };
}

const optionWords: Record<ClientOption, { on: string; off: string }> = {
  withoutReasons: { on: "is told yes or no, without the reason.", off: "is also told the reason." },
  sendsInvites: {
    on: "invites the people it adds from now on. They register themselves.",
    off: "registers the people it adds at once, without an email.",
  },
};

/** Draws a question about a client as it is now, or what happened to it. */
async function asking(
  { log }: SlackContext,
  actor: AccountActor,
  clientId: string,
  question: (client: ClientSummary) => ModalView,
): Promise<Drawing> {
  try {
    return { above: question(await openClient(actor, clientId)) };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { above: notice("API client", describeError(error, log, actor)) };
  }
}

async function submitRotation(context: SlackContext, submission: Submission<ClientRef>): Promise<Answer> {
  const { actor, state, values } = submission;
  const hours = Number(readValues(chosenOverlap, values)[overlap]?.[overlap].selected_option.value ?? "0");
  try {
    const made = await rotateClient(actor, state.clientId, state.tokenId, hours);
    return {
      view: tokenView(made, actor.timeZone),
      afterwards: () => redrawAll(context, submission, "Made a new token."),
    };
  } catch (error) {
    return obstacle(context, submission, error);
  }
}

async function submitHandOver(context: SlackContext, submission: Submission<ClientRef>): Promise<Answer> {
  const { actor, state, values } = submission;
  const account = await context.accounts.fresh({
    userId: readValues(chosenOwner, values)[owner][owner].selected_user,
  });
  try {
    const { name, owner: newOwner } = await handOverClient(actor, state, account);
    const done = `${isolated(newOwner)} now answers for ${isolated(name)}.`;
    return {
      closed: notice("Handed over", done),
      afterwards: () => redrawAll(context, submission, done),
    };
  } catch (error) {
    if (!(error instanceof InvalidFields)) return obstacle(context, submission, error);
    const sentence = describeError(error, context.log, actor);
    const client = await openClient(actor, state.clientId);
    return { errors: { [owner]: sentence }, form: () => handOverView(client, sentence) };
  }
}

async function submitRevocation(context: SlackContext, submission: Submission<ClientRef>): Promise<Answer> {
  try {
    const name = await revokeClient(submission.actor, submission.state.clientId);
    const done = `Revoked ${isolated(name)}. Its tokens no longer work.`;
    return { closed: notice("Revoked", done), afterwards: () => redrawAll(context, submission, done) };
  } catch (error) {
    return obstacle(context, submission, error);
  }
}

/** Reports that someone acted on the client first. */
function obstacle({ log }: SlackContext, { actor }: Submission<ClientRef>, error: unknown): Answer {
  if (!(error instanceof ClientChanged)) throw error;
  return { view: notice("API client", describeError(error, log, actor)) };
}

/** Redraws the views below: the client's page, and the list under it. */
async function redrawAll(
  context: SlackContext,
  { actor, client, state, view }: Submission<ClientRef>,
  done: string,
): Promise<void> {
  const { id, previous_view_id: page, root_view_id: list } = view;
  // A card has no view below it.
  if (list === id) return;
  const flash = { text: done, ok: true };
  await redrawBelow(client, page, await clientScreen(context, actor, state.clientId, flash));
  if (list !== page) await redrawBelow(client, list, await listScreen(actor));
}

async function keep(context: SlackContext, press: Press<ClientRef>): Promise<undefined> {
  const { actor, value, body, respond, tell } = press;
  const keeping = async () => `You keep ${await keepClient(actor, value)} as it is.`;
  const { text } = await flashOf(keeping, context, actor);
  await replaceActions(body, text, { respond, tell });
}
