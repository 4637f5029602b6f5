import type { KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { UserProfile } from "../../services/users/find-user.ts";
import type { TheirInvites } from "../../services/users/suspend-user.ts";
import { actions, bold, button, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { counted } from "../kit/text.ts";

const { profile, suspendReview, theirInvites } = ids.user;
const keep = { text: plain("Keep them: their links keep working"), value: "keep" };

/** Draws *Suspend*: what the user loses, and what happens to the invites they sent. At most 6 blocks. */
export function suspendReviewView(
  user: UserProfile,
  invites: TheirInvites,
  { metadata, self, fromProfile }: { metadata: string; self: boolean; fromProfile: boolean },
): ModalView {
  const who = isolated(user.name, 100);
  const lost = isolated(user.groups.map(({ name }) => name).join(", "), 2_000);
  return {
    type: "modal",
    callback_id: suspendReview,
    private_metadata: metadata,
    title: title("Suspend?"),
    submit: plain("Suspend"),
    close: plain("Close"),
    blocks: [
      paragraph(bold(who), text(` (${shorten(user.email, 200)}) can't do anything here while suspended.`)),
      paragraph(bold("Loses: "), text(lost || "nothing (not in any group)")),
      ...(invites.count > 0
        ? theirs(who, invites)
        : [contextBlock(`${who} has not sent, edited or viewed the link of any pending invite.`)]),
      contextBlock(
        self
          ? "This is you. Only another admin can reactivate you."
          : "Reactivating restores their groups. Nobody is notified.",
      ),
      ...(fromProfile ? [actions(button(profile, "Back to Profile", { value: user.userId }))] : []),
    ],
  };
}

function theirs(who: string, { count, newest }: TheirInvites): KnownBlock[] {
  const more = count > newest.length ? ", …" : "";
  const addresses = newest.map((email) => shorten(email, 100)).join(", ");
  return [
    paragraph(
      bold(`${who} sent ${counted(count, "pending invite", "pending invites")}`),
      text(`, edited them or saw their links: ${addresses}${more}`),
    ),
    {
      type: "input",
      block_id: theirInvites,
      label: plain("Their pending invites"),
      element: {
        type: "radio_buttons",
        action_id: theirInvites,
        initial_option: keep,
        options: [
          keep,
          { text: plain("Cancel them: their links stop working, no email is sent"), value: "cancel" },
        ],
      },
    },
  ];
}
