import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { listEndingUsers } from "../../services/users/ending-users.ts";
import { listUsers } from "../../services/users/list-users.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { resolveSearchText } from "../kit/mentioned.ts";
import type { SlackRouter } from "../kit/router.ts";
import { anyText, noState } from "../kit/state-codec.ts";
import { searchIn, start, type UserListState, userListState } from "./list-state.ts";
import { usersView } from "./list-view.ts";

/** Creates the subcommand `/iam users [text]`. */
export function usersCommand({ accounts }: SlackContext): Subcommand {
  return {
    example: "/iam users",
    permission: "users:read",
    about: "List everyone, or search by name, address or domain.",
    button: { id: ids.users.open, label: "Users" },
    async run({ text, actor, open }) {
      const query = await resolveSearchText(text, actor, accounts);
      await open(await listScreen(actor, start(query)));
    },
  };
}

/** Registers the list of users: searching, refreshing and paging. */
export function registerUsers(router: SlackRouter): void {
  router.show(ids.users.open, anyText, async ({ actor, value: query }) => ({
    above: await listScreen(actor, start(query)),
  }));

  router.show(ids.users.openEnding, noState, async ({ actor }) => ({
    above: await listScreen(actor, start("", "ending")),
  }));

  router.show(ids.users.which, noState, async ({ actor, view }) => ({
    view: await listScreen(actor, searchIn(view?.state.values)),
  }));

  router.show(ids.users.refresh, noState, async ({ actor, view }) => ({
    view: await listScreen(actor, userListState.decode(view?.private_metadata)),
  }));

  for (const id of [ids.users.previous, ids.users.next])
    router.show(id, userListState, async ({ actor, value: state }) => ({
      view: await listScreen(actor, state),
    }));

  router.search(ids.users.list, noState, async ({ actor, values }) => ({
    view: await listScreen(actor, searchIn(values)),
  }));
}

async function listScreen(actor: AccountActor, state: UserListState): Promise<ModalView> {
  const list = state.which === "ending" ? listEndingUsers : listUsers;
  return usersView({ ...(await list(actor, state.text, state.cursor)), state });
}
