import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { listClients, openClient } from "../../services/clients/list-clients.ts";
import { isDomainError } from "../../services/errors.ts";
import { type Flash, notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { type ClientListState, start } from "./client-state.ts";
import { clientView } from "./client-view.ts";
import { clientsView } from "./list-view.ts";

/** Reads the list again and draws it. */
export async function listScreen(
  actor: AccountActor,
  state: ClientListState = start,
  flash?: Flash,
): Promise<ModalView> {
  const page = await listClients(actor, state.cursor);
  return clientsView({ page, state, timeZone: actor.timeZone, flash });
}

/** Reads a client again and draws it, or what happened to it. */
export async function clientScreen(
  { log }: SlackContext,
  actor: AccountActor,
  clientId: string,
  flash?: Flash,
): Promise<ModalView> {
  try {
    return clientView(await openClient(actor, clientId), actor.timeZone, flash);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return notice("API client", describeError(error, log, actor));
  }
}
