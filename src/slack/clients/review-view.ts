import type { ModalView } from "@slack/types";
import { changesThings } from "../../services/clients/client-fields.ts";
import {
  actions,
  bold,
  button,
  caution,
  contextBlock,
  paragraph,
  plain,
  text,
  title,
} from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { type ClientDraft, clientDraft } from "./client-state.ts";
import { mayBlock } from "./client-view.ts";

/** Tells whether to review a client before it is created. */
export function needsReview({ permissions, expiryDays }: ClientDraft): boolean {
  return changesThings(permissions) || expiryDays === null;
}

/** Draws the review of a client that can do harm before it is created: 4 to 6 blocks. */
export function clientReviewView(draft: ClientDraft): ModalView {
  const { name, permissions, expiryDays } = draft;
  const changes = changesThings(permissions);
  return {
    type: "modal",
    callback_id: ids.clients.review,
    private_metadata: clientDraft.encode(draft),
    title: title("Create client?"),
    submit: plain("Create Client"),
    close: plain("Close"),
    blocks: [
      ...(changes
        ? [
            caution(
              "Anyone with its token can change things here. Keep it where only the program can read it.",
            ),
          ]
        : []),
      ...(expiryDays === null
        ? [caution("Its token never expires, so a lost one works until somebody revokes it.")]
        : []),
      paragraph(
        text("The token of "),
        bold(isolated(name)),
        text(expiryDays === null ? " never expires." : ` expires after ${expiryDays} days.`),
      ),
      mayBlock(permissions),
      ...(changes ? [contextBlock("The other admins will be told.")] : []),
      actions(button(ids.clients.change, "Change")),
    ],
  };
}
