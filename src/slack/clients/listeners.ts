import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { idText } from "../kit/state-codec.ts";
import { registerClientChanges } from "./change-listeners.ts";
import { clientListState } from "./client-state.ts";
import { registerClientCreation } from "./create-listeners.ts";
import { clientScreen, listScreen } from "./screens.ts";

/** Creates the subcommand `/iam clients`. */
export function clientsCommand(): Subcommand {
  return {
    example: "/iam clients",
    permission: "clients:read",
    about: "See the programs that use the API and what they may do.",
    changes: "Create, hand over or revoke, or make new tokens.",
    async run({ actor, open }) {
      await open(await listScreen(actor));
    },
  };
}

/** Registers the list of API clients and the page of one; changes to clients have files of their own. */
export function registerClients(router: SlackRouter, context: SlackContext): void {
  for (const id of [ids.clients.previous, ids.clients.next])
    router.show(id, clientListState, async ({ actor, value: state }) => ({
      view: await listScreen(actor, state),
    }));

  router.show(ids.clients.open, idText, async ({ actor, value: clientId }) => ({
    above: await clientScreen(context, actor, clientId),
  }));

  registerClientCreation(router, context);
  registerClientChanges(router, context);
}
