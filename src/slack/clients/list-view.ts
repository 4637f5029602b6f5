import type { KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { ClientSummary } from "../../services/clients/list-clients.ts";
import { day } from "../../services/format.ts";
import type { Page } from "../../services/page.ts";
import {
  actions,
  button,
  contextBlock,
  type Flash,
  flashBlocks,
  paragraph,
  plain,
  text,
  title,
} from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { pager, pagerBlocks } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { type ClientListState, clientListState } from "./client-state.ts";

interface ClientList {
  page: Page<ClientSummary>;
  state: ClientListState;
  timeZone: string;
  flash?: Flash | undefined;
}

/** Draws *API clients*: at most 3 + 1 for each of 10 rows + 2 = 15 blocks. */
export function clientsView({ page, state, timeZone, flash }: ClientList): ModalView {
  const paging = pager(ids.clients, page, (cursor) => clientListState.encode({ ...state, cursor }));
  return {
    type: "modal",
    callback_id: ids.clients.list,
    private_metadata: clientListState.encode(state),
    title: title("API clients"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      contextBlock("Programs that use the API, each with a token and permissions of its own."),
      actions(button(ids.clients.create, "Create Client")),
      ...(page.rows.length > 0
        ? page.rows.map((client) => row(client, timeZone))
        : [paragraph(text("There are no API clients yet."))]),
      ...pagerBlocks(paging),
    ],
  };
}

function row(client: ClientSummary, timeZone: string): KnownBlock {
  const { clientId, name, owner, permissions } = client;
  const about = [
    `${isolated(name, 60)} · ${owner ? isolated(owner.name, 100) : "the operator"}`,
    shorten(permissions.join(", "), 200),
    [tokenWords(client, timeZone), usedWords(client)].join(" · "),
    ...(owner && !owner.answers ? [ownerAway(owner.name)] : []),
  ];
  return {
    type: "section",
    text: plain(about.join("\n")),
    accessory: button(ids.clients.open, "View", { value: clientId, label: `View the API client ${name}` }),
  };
}

/** Says how long a client's newest token works. */
export function tokenWords({ token }: ClientSummary, timeZone: string): string {
  if (!token.expiresAt) return "Never expires";
  return `${token.ended ? "Expired" : "Expires"} ${day(token.expiresAt, timeZone)}`;
}

/** Says when a client was last used, and from where. */
export function usedWords({ lastUsed }: ClientSummary): string {
  return lastUsed
    ? `last used ${day(new Date(lastUsed.day))} from ${shorten(lastUsed.address, 45)}`
    : "never used";
}

/** Says that nobody answers for a client. */
export function ownerAway(name: string): string {
  return `${isolated(name, 100)} can't answer for it any more. Hand it over, or revoke it.`;
}
