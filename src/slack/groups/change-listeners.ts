import type { BlockAction, ButtonAction, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { requirePermission } from "../../services/authorize.ts";
import { isDomainError } from "../../services/errors.ts";
import { groupToChange } from "../../services/groups/open-group.ts";
import { accountOf } from "../kit/account-of.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import type { Listeners } from "../kit/router.ts";
import { redisplayWithError, respondInTime } from "../kit/submission.ts";
import { deletionView } from "./deletion-view.ts";
import { blankDraft, draftOf } from "./draft.ts";
import { groupForm } from "./form-view.ts";
import { type GroupPlace, readGroupPlace, readListPlace } from "./list-state.ts";
import { submitGroupDeletion, submitGroupForm } from "./submit.ts";

type Press = BlockAction<ButtonAction>;
type Changing = Awaited<ReturnType<typeof groupToChange>>;

/** Create, edit and delete. */
export function registerGroupChanges(app: Listeners, context: SlackContext): void {
  const { accounts, log } = context;

  app.action<Press>(ids.groups.create, async ({ ack, body, client }) => {
    await ack();
    await requirePermission(await accounts.recent(accountOf(body)), "groups:write");
    const list = readListPlace(body.view?.private_metadata);
    const view = groupForm(blankDraft, { group: null, list, attempt: 1 });
    await client.views.push({ trigger_id: body.trigger_id, view });
  });

  for (const [id, draw] of [
    [ids.groups.edit, editForm],
    [ids.groups.delete, deletionQuestion],
  ] as const)
    app.action<Press>(id, async ({ ack, body, client }) => {
      await ack();
      const actor = await accounts.recent(accountOf(body));
      const page = readGroupPlace(body.view?.private_metadata);
      try {
        const view = draw(await groupToChange(actor, page.groupId), page);
        await client.views.push({ trigger_id: body.trigger_id, view });
      } catch (error) {
        if (!isDomainError(error) || !body.view) throw error;
        const view = notice("Group", describeError(error, log, actor.timeZone));
        await client.views.update({ view_id: body.view.id, view });
      }
    });

  for (const [id, carryOut] of [
    [ids.groups.form, submitGroupForm],
    [ids.groups.deletion, submitGroupDeletion],
  ] as const)
    app.view<ViewSubmitAction>(id, async ({ ack, body, view, client }) => {
      const outcome = carryOut(context, body);
      await respondInTime(
        ack,
        client,
        view.id,
        outcome.then(({ answer }) => answer),
        redisplayWithError(view, log),
      );
      const done = await outcome.catch(() => null);
      await done?.redraw?.(client);
    });
}

function editForm({ group }: Changing, page: GroupPlace): ModalView {
  return groupForm(draftOf(group), {
    group: { page, version: group.version },
    list: page.list,
    attempt: 1,
  });
}

function deletionQuestion(changing: Changing, page: GroupPlace): ModalView {
  return deletionView({ ...changing, place: { page, version: changing.group.version } });
}
