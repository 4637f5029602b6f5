import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { listUsers } from "../../services/users/list-users.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { resolveSearchText } from "../kit/mentioned.ts";
import type { SlackRouter } from "../kit/router.ts";
import { anyText, noState } from "../kit/state-codec.ts";
import {
  following,
  preceding,
  searchIn,
  start,
  type UserListState,
  userCursor,
  userListState,
} from "./list-state.ts";
import { usersView } from "./list-view.ts";

/** `/iam users [text]` */
export function usersCommand({ accounts }: SlackContext): Subcommand {
  return {
    example: "/iam users",
    about: "List everyone, or those whose name, address or domain begins so.",
    button: { id: ids.users.open, words: "Users" },
    async run({ text, actor, client, triggerId }) {
      const sought = await resolveSearchText(text, actor, accounts);
      await client.views.open({ trigger_id: triggerId, view: await listScreen(actor, start(sought)) });
    },
  };
}

/** Registers the list of users: searched, and paged through. */
export function registerUsers(router: SlackRouter): void {
  router.show(ids.users.open, anyText, async ({ actor, value: sought }) => ({
    above: await listScreen(actor, start(sought)),
  }));

  router.show(ids.users.next, userCursor, async ({ actor, value: cursor, view }) => ({
    view: await listScreen(actor, following(userListState.decode(view?.private_metadata), cursor)),
  }));

  router.show(ids.users.previous, noState, async ({ actor, view }) => ({
    view: await listScreen(actor, preceding(userListState.decode(view?.private_metadata))),
  }));

  router.search(ids.users.list, noState, async ({ actor, values }) => ({
    view: await listScreen(actor, start(searchIn(values))),
  }));
}

async function listScreen(actor: AccountActor, state: UserListState): Promise<ModalView> {
  return usersView({ ...(await listUsers(actor, state.text, state.after)), state });
}
