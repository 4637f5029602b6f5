import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { AccountActor } from "../../services/actor.ts";
import { emailAddress } from "../../services/email-address.ts";
import { isDomainError } from "../../services/errors.ts";
import { listPendingInvites } from "../../services/invites/list-invites.ts";
import { AlreadyPending } from "../../services/invites/refusals.ts";
import { type Flash, notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { permittedView } from "../kit/permitted.ts";
import { isolated } from "../kit/phrase.ts";
import { updateOrMessage } from "../kit/redraw.ts";
import type { Submission } from "../kit/router.ts";
import { slackErrorCode } from "../kit/slack-errors.ts";
import type { Answer } from "../kit/submission.ts";
import {
  type ListBelow,
  type PendingListState,
  pendingListState,
  start,
  startInstead,
} from "./pending-state.ts";
import { pendingView } from "./pending-view.ts";

/** The result of a press, for the line at the top of the list. */
export interface ListFlash extends Flash {
  /** The address whose other invite is shown instead. */
  instead?: string;
}

/**
 * Does what a button asks for; a domain error becomes a result.
 *
 * @throws any other error; NotAdmin, which ends everything
 */
export async function outcome(
  context: SlackContext,
  actor: AccountActor,
  act: () => Promise<string>,
): Promise<ListFlash> {
  try {
    return { text: await act(), ok: true };
  } catch (error) {
    return refusal(context, actor, error);
  }
}

/**
 * Turns a domain error into a result.
 *
 * @throws any other error; NotAdmin, which ends everything
 */
export function refusal({ log }: SlackContext, actor: AccountActor, error: unknown): ListFlash {
  if (!isDomainError(error) || error.code === "not_admin") throw error;
  const text = describeError(error, log, actor);
  return { text, ok: false, ...(error instanceof AlreadyPending && { instead: error.facts.email }) };
}

/**
 * Draws a page of the list.
 *
 * @throws NotAdmin
 */
export async function listScreen(
  { deliveryReported }: SlackContext,
  actor: AccountActor,
  state: PendingListState,
  flash?: ListFlash,
) {
  const page = await listPendingInvites(actor, state, state.cursor);
  return pendingView({ ...page, state, flash, deliveryReported });
}

/**
 * Draws the list with the invites of someone who hasn't registered: the pending ones, otherwise those that expired
 * recently. Null if there are none.
 *
 * @param text an address, or the beginning of one
 * @throws NotAdmin
 */
export async function invitedScreen(
  { deliveryReported }: SlackContext,
  actor: AccountActor,
  text: string,
): Promise<ModalView | null> {
  const address = emailAddress(text);
  for (const which of ["pending", "expired"] as const) {
    const state = { ...start(text), which };
    const page = await listPendingInvites(actor, state, null);
    const [first] = page.rows;
    if (!first || (address && first.email !== address)) continue;
    const flash = { text: `${isolated(text, 100)} is not a user yet. These are their invites.`, ok: false };
    return pendingView({ ...page, state, flash, deliveryReported });
  }
  return null;
}

interface Redraw {
  actor: AccountActor;
  client: WebClient;
  viewId: string | undefined;
  /** The hash of the view when it was pressed. */
  hash?: string | undefined;
  state: PendingListState;
  flash?: ListFlash;
}

/**
 * Redraws the list where it is open; if another answer was drawn there meanwhile, once more, from the current state.
 */
export async function redrawList(
  context: SlackContext,
  { actor, client, viewId, hash, state, flash }: Redraw,
): Promise<void> {
  if (!viewId) return;
  const at = flash?.instead === undefined ? state : startInstead(flash.instead, state);
  const draw = async () => ({
    view_id: viewId,
    view: await permittedView(actor, await listScreen(context, actor, at, flash)),
  });
  try {
    await client.views.update({ ...(await draw()), ...(hash && { hash }) });
  } catch (error) {
    if (slackErrorCode(error) !== "hash_conflict") throw error;
    await client.views.update(await draw());
  }
}

/** Closes a view above the list, and redraws the list with the result. */
export function backToList(
  context: SlackContext,
  { actor, client, tell }: Submission<unknown>,
  { list, listId: viewId }: ListBelow,
  { title, flash }: { title: string; flash: ListFlash },
): Answer & { afterwards: () => Promise<void> } {
  const redraw = () =>
    redrawList(context, { actor, client, viewId, state: pendingListState.decode(list), flash });
  return {
    closed: notice(title, flash.text),
    afterwards: () => updateOrMessage(redraw, flash.text, tell),
  };
}
