import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { resolveSearchText } from "../kit/mentioned.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import { noState } from "../kit/state-codec.ts";
import { registerRowMenu } from "./edit-listeners.ts";
import { listScreen, redrawList } from "./pending-list.ts";
import { registerSeveral } from "./pending-several.ts";
import { type PendingListState, pendingListState, searchIn, start } from "./pending-state.ts";

/** Creates the subcommand `/iam pending [text]`. */
export function pendingCommand(context: SlackContext): Subcommand {
  return {
    example: "/iam pending",
    permission: "invites:read",
    about: "See who hasn’t answered yet.",
    changes: "Resend or cancel.",
    button: { id: ids.pending.open, label: "Pending Invites" },
    async run({ text, actor, open }) {
      const state = start(await resolveSearchText(text, actor, context.accounts));
      await open(await listScreen(context, actor, state));
    },
  };
}

/** Registers the list of pending invites, with its search and pages. */
export function registerPending(router: SlackRouter, context: SlackContext): void {
  router.show(ids.pending.open, noState, async ({ actor }) => ({
    above: await listScreen(context, actor, start("")),
  }));

  const opened = [
    [ids.pending.openTrouble, "trouble"],
    [ids.pending.openExpiring, "expiring"],
  ] as const;
  for (const [id, which] of opened)
    router.show(id, noState, async ({ actor }) => ({
      above: await listScreen(context, actor, start("", which)),
    }));

  router.search(ids.pending.list, pendingListState, async ({ actor, state, values }) => ({
    view: await listScreen(context, actor, searchIn(values, state)),
  }));

  const redraw = async ({ actor, view, client }: Press<unknown>, state: PendingListState) => {
    await redrawList(context, { actor, client, viewId: view?.id, hash: view?.hash, state });
    return undefined;
  };
  const { text, whose, which } = ids.pending;
  for (const id of [text, whose, which])
    router.show(id, noState, (press) => redraw(press, searchIn(press.view?.state.values, stateOf(press))));
  router.show(ids.pending.refresh, noState, (press) => redraw(press, stateOf(press)));
  for (const id of [ids.pending.previous, ids.pending.next])
    router.show(id, pendingListState, (press) => redraw(press, press.value));

  registerRowMenu(router, context);
  registerSeveral(router, context);
}

const stateOf = ({ view }: Press<unknown>): PendingListState =>
  pendingListState.decode(view?.private_metadata);
