import type { KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { ClientSummary } from "../../services/clients/list-clients.ts";
import { day, moment } from "../../services/format.ts";
import {
  actions,
  bold,
  button,
  caution,
  contextBlock,
  type Flash,
  flashBlocks,
  header,
  paragraph,
  plain,
  text,
  title,
} from "../kit/blocks.ts";
import { clientRef } from "../kit/client-ref.ts";
import { ids } from "../kit/ids.ts";
import { joinedWords, permissionLines } from "../kit/permission-words.ts";
import { isolated } from "../kit/phrase.ts";
import { optionChoice } from "./client-state.ts";
import { ownerAway, tokenWords, usedWords } from "./list-view.ts";

/** Draws one client: what it may do, and until when. At most 10 blocks. */
export function clientView(client: ClientSummary, timeZone: string, flash?: Flash): ModalView {
  const { name, owner, createdBy, createdAt } = client;
  const answering = owner ? `${isolated(owner.name, 100)} (${shorten(owner.email, 200)})` : "the operator";
  return {
    type: "modal",
    callback_id: ids.clients.page,
    private_metadata: clientRef.encode(refOf(client)),
    title: title("API client"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      header(name),
      contextBlock(
        `Owner: ${answering} · created by ${isolated(createdBy, 100)}, ${day(createdAt, timeZone)}`,
      ),
      ...(owner && !owner.answers ? [caution(ownerAway(owner.name))] : []),
      mayBlock(client.permissions),
      ...reasonsBlocks(client),
      ...invitesBlocks(client),
      paragraph(bold("Token\n"), text(tokenLines(client, timeZone).join("\n"))),
      { type: "divider" },
      actions(
        button(ids.clients.rotate, "New Token", { label: `Make a new token for ${name}` }),
        button(ids.clients.handOver, "Hand Over", {
          value: clientRef.encode(refOf(client)),
          label: `Hand over ${name}`,
        }),
        ...reasonsButtons(client),
        ...invitesButtons(client),
        button(ids.clients.revoke, "Revoke", {
          value: clientRef.encode(refOf(client)),
          style: "danger",
          label: `Revoke ${name}`,
        }),
      ),
    ],
  };
}

/** Says what a client may do, one line for each part of the app. */
export function mayBlock(permissions: readonly string[]): KnownBlock {
  const lines = permissionLines(permissions).flatMap(({ area, may }) => [
    bold(`\n${area}: `),
    text(shorten(joinedWords(may), 500)),
  ]);
  return paragraph(text("It may:"), ...lines);
}

const decides = ({ permissions }: ClientSummary) => permissions.includes("decisions");

function reasonsBlocks(client: ClientSummary): KnownBlock[] {
  if (!decides(client)) return [];
  const told = client.withoutReasons ? "told yes or no, without the reason" : "told with the reason";
  return [paragraph(bold("Decisions: "), text(told))];
}

function reasonsButtons(client: ClientSummary) {
  if (!decides(client)) return [];
  const { clientId, name, withoutReasons } = client;
  return [
    button(ids.clients.changeReasons, withoutReasons ? "Tell Reasons" : "Leave Out Reasons", {
      value: optionChoice.encode({ clientId, option: "withoutReasons", on: !withoutReasons }),
      label: withoutReasons ? `Tell ${name} the reasons of decisions` : `Leave out reasons for ${name}`,
    }),
  ];
}

const provisions = ({ permissions }: ClientSummary) => permissions.includes("scim");

function invitesBlocks(client: ClientSummary): KnownBlock[] {
  if (!provisions(client)) return [];
  const added = client.sendsInvites ? "invited by email, and register themselves" : "registered at once";
  return [paragraph(bold("People it adds: "), text(added))];
}

function invitesButtons(client: ClientSummary) {
  if (!provisions(client)) return [];
  const { clientId, name, sendsInvites } = client;
  return [
    button(ids.clients.changeInvites, sendsInvites ? "Register at Once" : "Send Invites", {
      value: optionChoice.encode({ clientId, option: "sendsInvites", on: !sendsInvites }),
      label: sendsInvites ? `Let ${name} register people at once` : `Let ${name} invite the people it adds`,
    }),
  ];
}

/** Names a client as it is on the screen. */
export function refOf({ clientId, token, owner }: ClientSummary) {
  return { clientId, tokenId: token.id, ownerId: owner?.userId ?? null };
}

function tokenLines(client: ClientSummary, timeZone: string): string[] {
  const { token, olderEndsAt } = client;
  return [
    `${tokenWords(client, timeZone)}, made ${day(token.createdAt, timeZone)}`,
    ...(olderEndsAt ? [`The previous token works until ${moment(olderEndsAt, timeZone)}`] : []),
    usedWords(client).replace(/^./, (first) => first.toUpperCase()),
  ];
}
