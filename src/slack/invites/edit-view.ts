import type { ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { hoursText } from "../../services/format.ts";
import type { GroupChoice } from "../../services/groups/groups.ts";
import { cautionAdmin, inviteUntilThen } from "../kit/admin-means.ts";
import { date, paragraph, plain, text, title } from "../kit/blocks.ts";
import { endInput } from "../kit/end-input.ts";
import { groupsInput } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";

/** What an edit of an invite's groups is about, and the list it returns to. */
export interface Editing {
  email: string;
  groupIds: readonly string[];
  /** The chosen last day of the groups. */
  lastDay: string | null;
  /** For how long they were approved instead, in hours from acceptance. */
  hours: number | null;
  /** As `private_metadata`. */
  about: string;
  /**
   * Asks whether to make the invitee an admin: at once, or once another admin has approved. Null if the edit doesn't.
   */
  grantsAdmin: "at_once" | "approved" | null;
}

const waits = { who: "the person who accepts", until: inviteUntilThen };

/** Draws *Edit groups* of a pending invite: 3 blocks, and up to 2 when it asks whether to make someone an admin. */
export function editGroupsView(
  { email, groupIds, lastDay, hours, about, grantsAdmin }: Editing,
  choices: readonly GroupChoice[],
): ModalView {
  return {
    type: "modal",
    callback_id: ids.pending.editGroups,
    private_metadata: about,
    title: title(grantsAdmin ? "Invite as Admin?" : "Edit groups"),
    submit: plain("Save"),
    close: plain("Close"),
    blocks: [
      ...(grantsAdmin
        ? cautionAdmin("The person who accepts becomes an admin.", grantsAdmin === "approved" ? waits : null)
        : []),
      paragraph(
        text(`What ${shorten(email, 200)} gets on accepting. The link keeps working, and no email is sent.`),
      ),
      groupsInput(ids.pending.editGroups, groupIds, choices),
      endInput({
        id: ids.pending.editUntil,
        label: "Groups until",
        hint: hours
          ? `If you choose none, they last ${hoursText(hours)} from acceptance, as approved.`
          : "The last day. The link expires by then too. If you choose none, there is no end.",
        day: lastDay,
      }),
    ],
  };
}

/** Draws the link of a pending invite: 2 blocks. */
export function linkView(email: string, link: string, expiresAt: Date): ModalView {
  return {
    type: "modal",
    title: title("Invite link"),
    close: plain("Close"),
    blocks: [
      paragraph(
        text(`Anyone with this link can accept the invite to ${shorten(email, 200)} until `),
        date(expiresAt),
        text(". The audit log records that you viewed it."),
      ),
      { type: "rich_text", elements: [{ type: "rich_text_preformatted", elements: [text(link)] }] },
    ],
  };
}
