import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { isDomainError } from "../../services/errors.ts";
import { findGroups } from "../../services/groups/list-groups.ts";
import { openGroup } from "../../services/groups/open-group.ts";
import { type Flash, notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { type GroupListState, type GroupPageState, start } from "./list-state.ts";
import { groupsView } from "./list-view.ts";
import { groupView } from "./page-view.ts";

/** Reads and draws the list again. */
export async function listScreen(
  actor: AccountActor,
  state: GroupListState,
  flash?: Flash,
): Promise<ModalView> {
  return groupsView(await findGroups(actor, state.text, state.cursor), state, flash);
}

/** Reads and draws a group's page again. */
export async function groupScreen(
  { owners }: SlackContext,
  actor: AccountActor,
  state: GroupPageState,
  flash?: Flash,
): Promise<ModalView> {
  return groupView({ ...(await openGroup(actor, state.groupId, state.cursor)), state, owners, flash });
}

/** Draws a group's page, or says what happened to the group. */
export async function groupScreenOrFate(
  context: SlackContext,
  actor: AccountActor,
  state: GroupPageState,
): Promise<ModalView> {
  try {
    return await groupScreen(context, actor, state);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return notice("Group", describeError(error, context.log, actor));
  }
}

/** Draws the group that matches a text, if it is the only one; otherwise the list. */
export async function foundScreen(
  context: SlackContext,
  actor: AccountActor,
  text: string,
): Promise<ModalView> {
  const list = start(text);
  const page = await findGroups(actor, list.text, null);
  const [only, another] = page.rows;
  if (text === "" || !only || another) return groupsView(page, list);
  return groupScreenOrFate(context, actor, { groupId: only.id, tab: "members", cursor: null, list });
}
