import type { WebClient } from "@slack/web-api";
import type { SlackActor } from "../../services/actor.ts";
import { AlreadyPending, DomainError } from "../../services/errors.ts";
import { listPendingInvites } from "../../services/invites/list-invites.ts";
import { slackErrorCode } from "../kit/bolt.ts";
import type { Surroundings } from "../kit/context.ts";
import { sentenceFor } from "../kit/errors.ts";
import { type ListPlace, startInstead } from "./pending-state.ts";
import { pendingView } from "./pending-view.ts";

/** What came of a press, for the line at the top of the list. */
export interface Said {
  words: string;
  well: boolean;
  /** The address whose other invite is to be shown instead. */
  instead?: string;
}

/** Runs what a button asks for; a domain error is an outcome, too. */
export async function outcome(
  around: Surroundings,
  actor: SlackActor,
  act: () => Promise<string>,
): Promise<Said> {
  return act().then((words): Said => ({ words, well: true }), refusedFor(around, actor));
}

/** Takes a domain error as an outcome. @throws any other error; NotAdmin, which ends everything */
export function refusedFor({ log }: Surroundings, actor: SlackActor): (error: unknown) => Said {
  return (error) => {
    if (!(error instanceof DomainError) || error.code === "not_admin") throw error;
    const words = sentenceFor(error, log, actor.timeZone);
    return { words, well: false, ...(error instanceof AlreadyPending && { instead: error.facts.email }) };
  };
}

/** Draws a page of the list. @throws NotAdmin */
export async function drawList(
  { deliveryReported }: Surroundings,
  actor: SlackActor,
  place: ListPlace,
  said?: Said,
) {
  const page = await listPendingInvites(actor, place, place.cursor);
  return pendingView({ ...page, place, said, deliveryReported });
}

interface Redraw {
  actor: SlackActor;
  client: WebClient;
  viewId: string | undefined;
  /** Of the view as it was pressed on. */
  hash?: string;
  place: ListPlace;
  said?: Said;
}

/** Draws the list anew where it is open; if another answer was drawn there meanwhile, once more, from what is so now. */
export async function redrawList(
  around: Surroundings,
  { actor, client, viewId, hash, place, said }: Redraw,
): Promise<void> {
  if (!viewId) return;
  const at = said?.instead === undefined ? place : startInstead(said.instead, place);
  const draw = async () => ({ view_id: viewId, view: await drawList(around, actor, at, said) });
  try {
    await client.views.update({ ...(await draw()), ...(hash && { hash }) });
  } catch (error) {
    if (slackErrorCode(error) !== "hash_conflict") throw error;
    await client.views.update(await draw());
  }
}
