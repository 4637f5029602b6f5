import { isDomainError } from "../../services/errors.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { idText, noState } from "../kit/state-codec.ts";
import { registerAtOnce } from "./at-once-listeners.ts";
import { registerGroupChanges } from "./change-listeners.ts";
import { groupListState, groupPageState, searchIn, start } from "./list-state.ts";
import { registerGroupRules } from "./rules-listeners.ts";
import { foundScreen, groupScreen, groupScreenOrFate, listScreen } from "./screens.ts";
import { registerWhoMay } from "./who-may-listeners.ts";

/** Creates the subcommand `/iam groups [name]`: one match opens the group. */
export function groupsCommand(context: SlackContext): Subcommand {
  return {
    example: "/iam groups",
    permission: "groups:read",
    about: "See groups, their members and what they give.",
    changes: "Create, edit or delete.",
    button: { id: ids.groups.openList, label: "Groups" },
    async run({ text, actor, open }) {
      await open(await foundScreen(context, actor, text));
    },
  };
}

/** Registers the list of groups and the page of one; changes to groups have a file of their own. */
export function registerGroups(router: SlackRouter, context: SlackContext): void {
  router.show(ids.groups.openList, noState, async ({ actor }) => ({
    above: await listScreen(actor, start("")),
  }));

  router.search(ids.groups.list, noState, async ({ actor, values }) => ({
    view: await listScreen(actor, start(searchIn(values))),
  }));

  router.show(ids.groups.refresh, noState, async ({ actor, view }) => ({
    view: await listScreen(actor, groupListState.decode(view?.private_metadata)),
  }));

  for (const id of [ids.groups.previous, ids.groups.next])
    router.show(id, groupListState, async ({ actor, value: state }) => ({
      view: await listScreen(actor, state),
    }));

  router.show(ids.groups.open, idText, async ({ actor, value: groupId, view }) => {
    const list = groupListState.decode(view?.private_metadata);
    try {
      return { above: await groupScreen(context, actor, { groupId, tab: "members", cursor: null, list }) };
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const flash = { text: describeError(error, context.log, actor), ok: false };
      return { view: await listScreen(actor, list, flash) };
    }
  });

  for (const tab of ["members", "access"] as const)
    router.show(ids.groups[tab], noState, async ({ actor, view }) => {
      const state = { ...groupPageState.decode(view?.private_metadata), tab, cursor: null };
      return { view: await groupScreenOrFate(context, actor, state) };
    });

  for (const id of [ids.groups.membersPrevious, ids.groups.membersNext])
    router.show(id, groupPageState, async ({ actor, value: state }) => ({
      view: await groupScreenOrFate(context, actor, state),
    }));

  registerGroupChanges(router, context);
  registerWhoMay(router, context);
  registerGroupRules(router, context);
  registerAtOnce(router, context);
}
