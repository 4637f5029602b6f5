import type { KnownBlock, ModalView } from "@slack/types";
import { moment } from "../../services/format.ts";
import type { EndedInvite } from "../../services/invites/last-invite.ts";
import type { UserRow } from "../../services/users/list-users.ts";
import { actions, button, notice, paragraph, text } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { userRow } from "./list-view.ts";

/** Draws a choice between several matches: 1 block for each of at most 10, and 1 above them. */
export function choiceView(query: string, users: UserRow[]): ModalView {
  return {
    ...notice("Users"),
    blocks: [
      paragraph(text(`${users.length} people match “${isolated(query, 100)}”. Choose one.`)),
      ...users.map(userRow),
    ],
  };
}

function endText({ status, by, at }: EndedInvite): string {
  const who = status === "cancelled" && by ? ` by ${isolated(by, 80)}` : "";
  const ending = { declined: "was declined", cancelled: "was cancelled", expired: "expired" }[status];
  return `Their last invite ${ending}${who} on ${moment(at)}.`;
}

/**
 * Says that nobody matches and how their last invite ended, and offers to invite the address or the mentioned person,
 * if any.
 */
export function nobodyBlocks(
  query: string,
  toInvite?: string,
  ended?: EndedInvite | null,
): { text: string; blocks: KnownBlock[] } {
  const sentence = `No user matches “${isolated(query, 200)}”.${ended ? ` ${endText(ended)}` : ""}`;
  const tip = toInvite === undefined ? " Try an email address, an @mention, or the start of a name." : "";
  return {
    text: sentence + tip,
    blocks: [
      paragraph(text(sentence + tip)),
      ...(toInvite === undefined
        ? []
        : [actions(button(ids.invite.open, "Invite", { value: toInvite, label: `Invite ${query}` }))]),
    ],
  };
}
