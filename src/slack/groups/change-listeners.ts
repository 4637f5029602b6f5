import type { ModalView } from "@slack/types";
import { isDomainError } from "../../services/errors.ts";
import { groupToChange } from "../../services/groups/open-group.ts";
import { newId } from "../../services/object-id.ts";
import { takeBackGroup } from "../../services/provisioning/provision-group.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { noState } from "../kit/state-codec.ts";
import { deletionView } from "./deletion-view.ts";
import { blankDraft, draftOf } from "./draft.ts";
import { groupForm } from "./form-view.ts";
import {
  type GroupPageState,
  groupDeletionState,
  groupFormState,
  groupListState,
  groupPageState,
} from "./list-state.ts";
import { groupScreen } from "./screens.ts";
import { checkGroupForm, submitGroupDeletion, submitGroupForm } from "./submit.ts";

type Changing = Awaited<ReturnType<typeof groupToChange>>;

/** Registers creating, editing, deleting and taking back groups. */
export function registerGroupChanges(router: SlackRouter, context: SlackContext): void {
  router.show(ids.groups.create, noState, async ({ view }) => {
    const list = groupListState.decode(view?.private_metadata);
    return { above: groupForm(blankDraft, { group: null, newId: newId(), list, attempt: 1 }) };
  });

  for (const [id, draw] of [
    [ids.groups.edit, editForm],
    [ids.groups.delete, deletionQuestion],
  ] as const)
    router.show(id, noState, async ({ actor, view }) => {
      const page = groupPageState.decode(view?.private_metadata);
      try {
        return { above: draw(await groupToChange(actor, page.groupId), page) };
      } catch (error) {
        if (!isDomainError(error)) throw error;
        return { view: notice("Group", describeError(error, context.log, actor)) };
      }
    });

  router.press(ids.groups.takeBack, noState, async ({ actor, view }) => {
    const page = groupPageState.decode(view?.private_metadata);
    try {
      const name = await takeBackGroup(actor, page.groupId);
      const flash = { text: `From now on, admins decide who is in ${name}.`, ok: true };
      return { view: await groupScreen(context, actor, page, flash) };
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return { view: notice("Group", describeError(error, context.log, actor)) };
    }
  });

  router.submit(
    ids.groups.form,
    groupFormState,
    (submission) => submitGroupForm(context, submission),
    checkGroupForm,
  );
  router.submit(ids.groups.deletion, groupDeletionState, (submission) =>
    submitGroupDeletion(context, submission),
  );
}

function editForm({ group }: Changing, page: GroupPageState): ModalView {
  return groupForm(draftOf(group), {
    group: { page, version: group.version },
    list: page.list,
    attempt: 1,
  });
}

function deletionQuestion(changing: Changing, page: GroupPageState): ModalView {
  return deletionView({ ...changing, state: { page, version: changing.group.version } });
}
