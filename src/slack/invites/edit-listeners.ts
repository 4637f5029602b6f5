import type { BlockAction, OverflowAction, ViewSubmitAction } from "@slack/bolt";
import { z } from "zod";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { editInviteGroups } from "../../services/invites/edit-invite.ts";
import { pendingInvite } from "../../services/invites/list-invites.ts";
import { showLink } from "../../services/invites/show-link.ts";
import { accountOf } from "../kit/account-of.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenGroups, groupOptions } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { updateOrMessage } from "../kit/redraw.ts";
import type { Listeners } from "../kit/router.ts";
import { redisplayWithError, respondInTime } from "../kit/submission.ts";
import { answerSuggestion } from "../kit/suggestion.ts";
import { editGroupsView, linkView } from "./edit-view.ts";
import { outcome, redrawList } from "./pending-list.ts";
import { readMenu } from "./pending-menu.ts";
import { readPlace } from "./pending-state.ts";

const editing = z.object({ inviteId: z.string(), generation: z.int(), list: z.string(), listId: z.string() });
const { editGroups } = ids.pending;
const form = z.object({ [editGroups]: z.object({ [editGroups]: chosenGroups }) });

/** "…" on a row of the list: edit the groups, or see the link. */
export function registerRowMenu(app: Listeners, context: SlackContext): void {
  const { accounts } = context;

  app.action<BlockAction<OverflowAction>>(ids.pending.more, async ({ ack, action, body, client }) => {
    await ack();
    if (!body.view) return;
    const actor = await accounts.fresh(accountOf(body));
    const { what, inviteId, generation } = readMenu(action.selected_option.value);
    const place = readPlace(body.view.private_metadata);
    const viewId = body.view.id;
    const opened = await outcome(context, actor, async () => {
      if (what === "link") {
        const { email, keyId, expiresAt } = await showLink(actor, inviteId, generation);
        const link = await context.linkOf({ inviteId, generation }, keyId);
        await client.views.push({ trigger_id: body.trigger_id, view: linkView(email, link, expiresAt) });
      } else {
        const { email, groupIds } = await pendingInvite(actor, inviteId, generation);
        const about = JSON.stringify({ inviteId, generation, list: JSON.stringify(place), listId: viewId });
        const view = editGroupsView({ email, groupIds, about }, await groupsToChoose(actor));
        await client.views.push({ trigger_id: body.trigger_id, view });
      }
      return "";
    });
    if (!opened.ok) await redrawList(context, { actor, client, viewId, place, flash: opened });
  });

  app.options(editGroups, async ({ ack, body, options }) => {
    const find = async () => {
      const actor = await accounts.recent(accountOf(body));
      return groupOptions(options.value, await groupsToChoose(actor));
    };
    await answerSuggestion(ack, find);
  });

  app.view<ViewSubmitAction>(editGroups, async ({ ack, body, view, client }) => {
    const { inviteId, generation, list, listId } = editing.parse(JSON.parse(view.private_metadata));
    const groupIds = form.parse(view.state.values)[editGroups][editGroups];
    const edited = (async () => {
      const actor = await accounts.fresh(accountOf(body));
      const flash = await outcome(context, actor, async () => {
        const { email, changed } = await editInviteGroups(actor, inviteId, generation, groupIds);
        return changed
          ? `The groups of the invite to ${email} are changed.`
          : `The invite to ${email} had exactly these groups already.`;
      });
      return { actor, flash };
    })();
    const answer = edited.then(({ flash }) => ({ closed: notice("Edit groups", flash.text) }));
    await respondInTime(ack, client, view.id, answer, redisplayWithError(view, context.log));
    const done = await edited.catch(() => null);
    if (!done) return;
    const { actor, flash } = done;
    const draw = () => redrawList(context, { actor, client, viewId: listId, place: readPlace(list), flash });
    await updateOrMessage(draw, flash.text, { body, client });
  });
}
