import type { BlockAction, ButtonAction, ViewSubmitAction } from "@slack/bolt";
import { isDomainError } from "../../services/errors.ts";
import { accountOf } from "../kit/account-of.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import type { Listeners } from "../kit/router.ts";
import { redisplayWithError, respondInTime } from "../kit/submission.ts";
import { registerGroupChanges } from "./change-listeners.ts";
import { listStart, readGroupId, readGroupPlace, readListPlace, searchedFor } from "./list-state.ts";
import { groupScreen, groupScreenOrFate, listScreen } from "./screens.ts";

type Press = BlockAction<ButtonAction>;

/** `/iam groups [name]` */
export const groupsCommand: Subcommand = {
  example: "/iam groups",
  about: "See groups, who is in them and what they give. Create, edit or delete.",
  button: { id: ids.groups.openList, words: "Groups" },
  async run({ text, actor, client, triggerId }) {
    await client.views.open({ trigger_id: triggerId, view: await listScreen(actor, listStart(text)) });
  },
};

/** The list of groups and the page of one; what changes groups stands in a file of its own. */
export function registerGroups(app: Listeners, context: SlackContext): void {
  const { accounts, log } = context;

  app.action<Press>(ids.groups.openList, async ({ ack, body, client }) => {
    await ack();
    const view = await listScreen(await accounts.recent(accountOf(body)), listStart(""));
    await client.views.open({ trigger_id: body.trigger_id, view });
  });

  app.view<ViewSubmitAction>(ids.groups.list, async ({ ack, body, view, client }) => {
    const search = async () => {
      const actor = await accounts.recent(accountOf(body));
      return { view: await listScreen(actor, listStart(searchedFor(view.state.values))) };
    };
    await respondInTime(ack, client, view.id, search(), redisplayWithError(view, log));
  });

  for (const id of [ids.groups.previous, ids.groups.next])
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      const actor = await accounts.recent(accountOf(body));
      const view = await listScreen(actor, readListPlace(action.value));
      if (body.view) await client.views.update({ view_id: body.view.id, view });
    });

  app.action<Press>(ids.groups.open, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const list = readListPlace(body.view?.private_metadata);
    try {
      const place = { groupId: readGroupId(action.value), tab: "members", cursor: null, list } as const;
      const view = await groupScreen(context, actor, place);
      await client.views.push({ trigger_id: body.trigger_id, view });
    } catch (error) {
      if (!isDomainError(error) || !body.view) throw error;
      const flash = { text: describeError(error, log, actor.timeZone), ok: false };
      await client.views.update({ view_id: body.view.id, view: await listScreen(actor, list, flash) });
    }
  });

  for (const tab of ["members", "access"] as const)
    app.action<Press>(ids.groups[tab], async ({ ack, body, client }) => {
      await ack();
      const actor = await accounts.recent(accountOf(body));
      const place = { ...readGroupPlace(body.view?.private_metadata), tab, cursor: null };
      const view = await groupScreenOrFate(context, actor, place);
      if (body.view) await client.views.update({ view_id: body.view.id, view });
    });

  for (const id of [ids.groups.membersPrevious, ids.groups.membersNext])
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      const actor = await accounts.recent(accountOf(body));
      const view = await groupScreenOrFate(context, actor, readGroupPlace(action.value));
      if (body.view) await client.views.update({ view_id: body.view.id, view });
    });

  registerGroupChanges(app, context);
}
