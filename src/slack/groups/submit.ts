import type { AccountActor } from "../../services/actor.ts";
import { InvalidFields } from "../../services/errors.ts";
import { type DeletedGroup, deleteGroup } from "../../services/groups/delete-group.ts";
import { groupFields } from "../../services/groups/group-fields.ts";
import { groupToChange } from "../../services/groups/open-group.ts";
import { GroupChanged, GroupDeleted } from "../../services/groups/refusals.ts";
import { createGroup, editGroup } from "../../services/groups/write-group.ts";
import { newId } from "../../services/object-id.ts";
import { type Flash, notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { redrawBelow } from "../kit/redraw.ts";
import type { Submission } from "../kit/router.ts";
import type { Answer, FieldErrors } from "../kit/submission.ts";
import { counted } from "../kit/text.ts";
import { deletionView } from "./deletion-view.ts";
import { type GroupDraft, readGroupDraft, requestOf } from "./draft.ts";
import { fieldBlock, groupForm } from "./form-view.ts";
import type { GroupDeletionState, GroupFormState } from "./list-state.ts";
import { groupScreen, listScreen } from "./screens.ts";

/** Finds errors in the fields of a submitted form. */
export function checkGroupForm(values: unknown, state: GroupFormState): FieldErrors | null {
  try {
    groupFields(requestOf(readGroupDraft(values)));
    return null;
  } catch (error) {
    if (error instanceof InvalidFields) return byBlock(error, state);
    throw error;
  }
}

function byBlock({ fields }: InvalidFields, state: GroupFormState): FieldErrors {
  return Object.fromEntries(
    Object.entries(fields).map(([field, fault]) => [fieldBlock(field, state), fault]),
  );
}

/** Creates or edits a group from a submitted form; if that fails, what was typed is still there. */
export async function submitGroupForm(
  context: SlackContext,
  submission: Submission<GroupFormState>,
): Promise<Answer> {
  const { actor, state, values } = submission;
  const draft = readGroupDraft(values);
  try {
    const flash = await save(actor, state, draft);
    return {
      closed: notice(state.group ? "Edit group" : "Create group", flash.text),
      afterwards: () => redrawAll(context, submission, flash),
    };
  } catch (error) {
    return showObstacle(context, actor, { error, state, draft });
  }
}

async function save(
  actor: AccountActor,
  { group, newId: id }: GroupFormState,
  draft: GroupDraft,
): Promise<Flash> {
  const request = requestOf(draft);
  if (!group) {
    const { name } = await createGroup(actor, { ...request, name: request.name ?? "" }, id);
    return { text: `Created the group ${name}. You can use it in invites and profiles now.`, ok: true };
  }
  const { name, changed } = await editGroup(actor, group.page.groupId, group.version, request);
  return {
    text: changed ? `Saved the group ${name}.` : `Nothing in the group ${name} was changed.`,
    ok: true,
  };
}

async function redrawAll(
  context: SlackContext,
  { actor, client, state, view }: Submission<GroupFormState>,
  flash: Flash,
): Promise<void> {
  const { previous_view_id: below, root_view_id: list } = view;
  if (!state.group) {
    // Below the outcome of this edit is the page of a group that is gone.
    if (below !== list) await redrawBelow(client, below, notice("Group created", flash.text));
    return redrawBelow(client, list, await listScreen(actor, state.list, flash));
  }
  await redrawBelow(client, below, await groupScreen(context, actor, state.group.page, flash));
  // A group found by its name has no list below.
  if (below !== list) await redrawBelow(client, list, await listScreen(actor, state.list));
}

interface Obstructed {
  error: unknown;
  state: GroupFormState;
  draft: GroupDraft;
}

async function showObstacle(
  { log }: SlackContext,
  actor: AccountActor,
  { error, state, draft }: Obstructed,
): Promise<Answer> {
  const sentence = describeError(error, log, actor);
  const again = { ...state, attempt: state.attempt + 1 };
  if (error instanceof InvalidFields)
    return {
      errors: byBlock(error, state),
      form: () => groupForm(draft, again, { text: sentence }),
    };
  if (error instanceof GroupDeleted)
    return {
      view: groupForm(
        draft,
        { ...again, group: null, newId: newId() },
        {
          text: `${sentence} What you typed is still here: Create makes a new group from it.`,
        },
      ),
    };
  if (error instanceof GroupChanged && state.group) {
    const { group: now } = await groupToChange(actor, state.group.page.groupId);
    return {
      view: groupForm(
        draft,
        { ...again, group: { ...state.group, version: now.version } },
        {
          text: `${sentence} What you typed is still here: Save replaces their version with it.`,
          now,
        },
      ),
    };
  }
  return { view: groupForm(draft, again, { text: sentence }) };
}

function deletedText({ name, members, pendingInvites }: DeletedGroup): string {
  const left = [
    ...(members > 0 ? [counted(members, "member", "members")] : []),
    ...(pendingInvites > 0 ? [counted(pendingInvites, "pending invite", "pending invites")] : []),
  ];
  return `Deleted the group ${name}.${left.length > 0 ? ` ${left.join(" and ")} lost it.` : ""}`;
}

/** Deletes a group once that is confirmed; if the group was changed since, asks again. */
export async function submitGroupDeletion(
  { log }: SlackContext,
  { actor, state, view, client }: Submission<GroupDeletionState>,
): Promise<Answer> {
  const { groupId, list } = state.page;
  try {
    const closed = notice("Group deleted", deletedText(await deleteGroup(actor, groupId, state.version)));
    return {
      closed,
      afterwards: async () => {
        await redrawBelow(client, view.previous_view_id, closed);
        if (view.previous_view_id !== view.root_view_id)
          await redrawBelow(client, view.root_view_id, await listScreen(actor, list));
      },
    };
  } catch (error) {
    const sentence = describeError(error, log, actor);
    if (!(error instanceof GroupChanged)) return { view: notice("Not deleted", sentence) };
    const changing = await groupToChange(actor, groupId);
    const version = changing.group.version;
    const flash = { text: `${sentence} Review it again before you delete it.`, ok: false };
    return { view: deletionView({ ...changing, state: { ...state, version }, flash }) };
  }
}
