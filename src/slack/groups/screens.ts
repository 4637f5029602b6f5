import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { DomainError } from "../../errors.ts";
import type { SlackActor } from "../../services/actor.ts";
import { findGroups } from "../../services/group-list.ts";
import { openGroup } from "../../services/group-page.ts";
import { notice } from "../blocks.ts";
import { slackErrorCode } from "../bolt.ts";
import { sentenceFor } from "../problem.ts";
import type { Said } from "../said.ts";
import type { Surroundings } from "../surroundings.ts";
import { groupsView } from "./list-view.ts";
import { groupView } from "./page-view.ts";
import type { GroupPlace, ListPlace } from "./place.ts";

/** The list, read anew. */
export async function listScreen(actor: SlackActor, place: ListPlace, said?: Said): Promise<ModalView> {
  return groupsView(await findGroups(actor, place.text, place.cursor), place, said);
}

/** A group's page, read anew. */
export async function groupScreen(
  { owners }: Surroundings,
  actor: SlackActor,
  place: GroupPlace,
  said?: Said,
): Promise<ModalView> {
  return groupView({ ...(await openGroup(actor, place.groupId, place.cursor)), place, owners, said });
}

/** A group's page, or what became of the group. */
export async function groupScreenOrFate(
  surroundings: Surroundings,
  actor: SlackActor,
  place: GroupPlace,
): Promise<ModalView> {
  try {
    return await groupScreen(surroundings, actor, place);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return notice("Group", sentenceFor(error, surroundings.log, actor.timeZone));
  }
}

/** Redraws a view that stands below the one that was submitted, unless it was closed meanwhile. */
export async function redrawBelow(
  client: WebClient,
  viewId: string | null | undefined,
  view: ModalView,
): Promise<void> {
  if (!viewId) return;
  try {
    await client.views.update({ view_id: viewId, view });
  } catch (error) {
    if (slackErrorCode(error) !== "not_found") throw error;
  }
}
