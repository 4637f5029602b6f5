import type { ModalView } from "@slack/types";
import * as z from "zod";
import type { AccountActor } from "../../services/actor.ts";
import { adminApproval } from "../../services/approvals/admin-approval.ts";
import { chosenEnd, type End } from "../../services/ends.ts";
import { InvalidFields, isDomainError, NotAdmin } from "../../services/errors.ts";
import { adminGroupId } from "../../services/groups/groups.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { editInvite } from "../../services/invites/edit-invite.ts";
import { pendingInvite } from "../../services/invites/list-invites.ts";
import { showLink } from "../../services/invites/show-link.ts";
import { waitsForAdmin } from "../kit/admin-means.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenDay } from "../kit/end-input.ts";
import { chosenGroups, groupOptions } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import type { InviteRef } from "../kit/invite-ref.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import { readValues } from "../kit/state-codec.ts";
import { underFields } from "../kit/submission.ts";
import { editGroupsView, linkView } from "./edit-view.ts";
import { cancellationScreen, registerCancellation } from "./pending-cancellation.ts";
import { backToList, type ListFlash, redrawList, refusal } from "./pending-list.ts";
import { menuChoice } from "./pending-menu.ts";
import { type AboveList, aboveList, encodeAbove, pendingListState } from "./pending-state.ts";

const { editGroups, editUntil } = ids.pending;
const form = z.object({
  [editGroups]: z.object({ [editGroups]: chosenGroups }),
  // A form drawn by an older version has no such field.
  [editUntil]: z.object({ [editUntil]: chosenDay }).optional(),
});

/** What was chosen; the last day is missing if the form had no field for it. */
interface Chosen {
  groupIds: string[];
  lastDay: string | null | undefined;
}

/** Who chose from a row's menu, and in which list. */
type On = Pick<Press<InviteRef>, "actor" | "view">;

/** Registers "…" on a row of the list: edit the groups, see the link, or cancel. */
export function registerRowMenu(router: SlackRouter, context: SlackContext): void {
  const screens = {
    link: (invite: InviteRef, { actor }: On) => linkScreen(context, actor, invite),
    groups: editScreen,
    cancel: cancellationScreen,
  };
  router.press(ids.pending.more, menuChoice, async ({ actor, value, view, client }) => {
    const state = pendingListState.decode(view?.private_metadata);
    try {
      return { above: await screens[value.what](value, { actor, view }) };
    } catch (error) {
      const flash = refusal(context, actor, error);
      await redrawList(context, { actor, client, viewId: view?.id, state, flash });
      return undefined;
    }
  });

  registerCancellation(router, context);

  router.suggest(editGroups, async ({ actor, typed }) => groupOptions(typed, await groupsToChoose(actor)));

  router.submit(editGroups, aboveList, async (submission) => {
    const { actor, state, values, view } = submission;
    const typed = readValues(form, values);
    const chosen = { groupIds: typed[editGroups][editGroups], lastDay: typed[editUntil]?.[editUntil] };
    const question = state.asked ? null : await adminQuestion(actor, state, chosen);
    if (question) return { view: question };
    const flash = await save(context, actor, state, chosen);
    if (!(flash instanceof InvalidFields))
      return backToList(context, submission, state, { title: "Edit groups", flash });
    const field = "until" in flash.fields ? editUntil : editGroups;
    return underFields(view, { [field]: flash.sentence() });
  });
}

/** Saves an edit. Returns the result for the list, or what is wrong with what was chosen. @throws NotAdmin */
async function save(
  context: SlackContext,
  actor: AccountActor,
  state: AboveList,
  chosen: Chosen,
): Promise<ListFlash | InvalidFields> {
  const { inviteId, generation, version } = state;
  const { groupIds } = chosen;
  try {
    const end = await newEnd(context, actor, state, chosen);
    const expected = version === undefined ? generation : { version };
    const { email, changed, adminRequestId } = await editInvite(actor, inviteId, expected, { groupIds, end });
    const text = adminRequestId
      ? `${waitsForAdmin} Until one does, the invite to ${email} gives the other groups, or Users.`
      : changed
        ? `Changed the groups of the invite to ${email}.`
        : `The invite to ${email} already has these groups. Nothing was changed.`;
    return { text, ok: true };
  } catch (error) {
    return error instanceof InvalidFields ? error : refusal(context, actor, error);
  }
}

/**
 * Reads the chosen end; undefined if the day on the form was left unchanged.
 *
 * @throws InvalidFields, and as `pendingInvite`
 */
async function newEnd(
  { timeZone }: SlackContext,
  actor: AccountActor,
  { inviteId, generation }: InviteRef,
  { lastDay }: Chosen,
): Promise<End | null | undefined> {
  if (lastDay === undefined) return undefined;
  const before = await pendingInvite(actor, inviteId, generation);
  return lastDay === before.lastDay ? undefined : chosenEnd(lastDay, timeZone);
}

/**
 * Asks for confirmation if an edit would make someone an admin; otherwise null.
 *
 * @throws NotAdmin
 */
async function adminQuestion(
  actor: AccountActor,
  state: AboveList,
  { groupIds, lastDay }: Chosen,
): Promise<ModalView | null> {
  if (!groupIds.includes(adminGroupId)) return null;
  try {
    const before = await pendingInvite(actor, state.inviteId, state.generation);
    const isStale = state.version !== undefined && state.version !== before.version;
    if (isStale || before.groupIds.includes(adminGroupId)) return null;
    const about = aboveList.encode({ ...state, asked: true });
    const editing = { ...before, groupIds, lastDay: lastDay ?? null, about };
    const grantsAdmin = (await adminApproval()) ? ("approved" as const) : ("at_once" as const);
    return editGroupsView({ ...editing, grantsAdmin }, await groupsToChoose(actor));
  } catch (error) {
    // Someone else acted on the invite first: the edit itself says who.
    if (isDomainError(error) && !(error instanceof NotAdmin)) return null;
    throw error;
  }
}

/**
 * Draws the link of an invite, and audits that.
 *
 * @throws NotAdmin; InviteSettled or InviteResent
 */
export async function linkScreen(
  context: SlackContext,
  actor: AccountActor,
  { inviteId, generation }: InviteRef,
): Promise<ModalView> {
  const { email, keyId, expiresAt } = await showLink(actor, inviteId, generation);
  return linkView(email, context.linkOf({ inviteId, generation }, keyId), expiresAt);
}

async function editScreen(invite: InviteRef, { actor, view }: On): Promise<ModalView> {
  const before = await pendingInvite(actor, invite.inviteId, invite.generation);
  const about = encodeAbove({ ...invite, version: before.version }, view);
  return editGroupsView({ ...before, about, grantsAdmin: null }, await groupsToChoose(actor));
}
