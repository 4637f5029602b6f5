import type { ModalView } from "@slack/types";
import type { ClientSummary } from "../../services/clients/list-clients.ts";
import { moment } from "../../services/format.ts";
import { alert, bold, caution, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { clientRef } from "../kit/client-ref.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { refOf } from "./client-view.ts";
import { usedWords } from "./list-view.ts";

const { rotation, overlap, revocation, handOverForm, owner } = ids.clients;

/** When the previous token may end, in hours after the new one is created. */
const overlaps = [
  { text: plain("Now"), value: "0" },
  { text: plain("In 1 hour"), value: "1" },
  { text: plain("In 24 hours"), value: "24" },
  { text: plain("In 7 days"), value: "168" },
];

/** Draws *New token?*: when the previous one ends. At most 3 blocks. */
export function rotationView(client: ClientSummary, timeZone: string): ModalView {
  const { name, token, olderEndsAt, expiryDays } = client;
  const lasts = expiryDays ? `The new token works for ${expiryDays} days.` : "The new token never expires.";
  return {
    type: "modal",
    callback_id: rotation,
    private_metadata: clientRef.encode(refOf(client)),
    title: title("New token?"),
    submit: plain("Make Token"),
    close: plain("Close"),
    blocks: [
      paragraph(bold(isolated(name, 60)), text(`\n${lasts}`)),
      ...(olderEndsAt
        ? [
            caution(
              `Two tokens work now. The older one, until ${moment(olderEndsAt, timeZone)}, will stop at once.`,
            ),
          ]
        : []),
      ...(token.ended
        ? []
        : [
            {
              type: "input" as const,
              block_id: overlap,
              label: plain("Current token stops working"),
              hint: plain("Give the program the new one by then. If it leaked, choose Now."),
              element: {
                type: "static_select" as const,
                action_id: overlap,
                options: overlaps,
                ...(overlaps[2] && { initial_option: overlaps[2] }),
              },
            },
          ]),
    ],
  };
}

/** Draws *Revoke client?*. 3 blocks. */
export function revocationView(client: ClientSummary): ModalView {
  const used = usedWords(client).replace(/^./, (first) => first.toUpperCase());
  return {
    type: "modal",
    callback_id: revocation,
    private_metadata: clientRef.encode(refOf(client)),
    title: title("Revoke client?"),
    submit: plain("Revoke Client"),
    close: plain("Close"),
    blocks: [
      paragraph(bold(isolated(client.name, 60))),
      paragraph(
        text(
          "Its tokens stop working at once, and for good. To bring the program back, create a new client.",
        ),
      ),
      contextBlock(used),
    ],
  };
}

/** Draws *Hand over client*: who answers for it from now on. 2 blocks, above them a line for an error. */
export function handOverView(client: ClientSummary, problem?: string): ModalView {
  const now = client.owner ? isolated(client.owner.name, 100) : "the operator";
  return {
    type: "modal",
    callback_id: handOverForm,
    private_metadata: clientRef.encode(refOf(client)),
    title: title("Hand over client"),
    submit: plain("Hand Over"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      paragraph(
        bold(isolated(client.name, 60)),
        text(
          ` is ${client.owner ? `${now}'s` : "the operator's"}. Its token stays the same. People it invites will see the new owner's name.`,
        ),
      ),
      {
        type: "input",
        block_id: owner,
        label: plain("New owner"),
        hint: plain("A member of Admin."),
        element: { type: "users_select", action_id: owner },
      },
    ],
  };
}
