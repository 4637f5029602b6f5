import type { WebClient } from "@slack/web-api";
import { DomainError } from "../../errors.ts";
import type { SlackActor } from "../../services/actor.ts";
import { listPendingInvites } from "../../services/pending-invites.ts";
import { sentenceFor } from "../problem.ts";
import type { Surroundings } from "../surroundings.ts";
import type { ListPlace } from "./place.ts";
import { pendingView } from "./view.ts";

/** What came of a press, for the line at the top of the list. */
export interface Said {
  words: string;
  well: boolean;
}

/** Runs what a button asks for; a domain error is an outcome, too. */
export async function outcome(
  { log }: Surroundings,
  actor: SlackActor,
  act: () => Promise<string>,
): Promise<Said> {
  try {
    return { words: await act(), well: true };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_admin") throw error;
    return { words: sentenceFor(error, log, actor.timeZone), well: false };
  }
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
  place: ListPlace;
  said?: Said;
}

/** Draws the list anew where it is open. */
export async function redrawList(
  around: Surroundings,
  { actor, client, viewId, place, said }: Redraw,
): Promise<void> {
  if (!viewId) return;
  await client.views.update({ view_id: viewId, view: await drawList(around, actor, place, said) });
}
