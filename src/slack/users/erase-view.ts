import type { ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { UserProfile } from "../../services/users/find-user.ts";
import { actions, alert, bold, button, caution, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";

const { profile, eraseReview, eraseAddress } = ids.user;

/** Draws *Erase Details*: what goes, what stays, and the address to type. At most 7 blocks. */
export function eraseReviewView(user: UserProfile, metadata: string, problem?: string): ModalView {
  return {
    type: "modal",
    callback_id: eraseReview,
    private_metadata: metadata,
    title: title("Erase details?"),
    submit: plain("Erase Details"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      paragraph(bold(isolated(user.name, 100)), text(` (${shorten(user.email, 200)})`)),
      paragraph(
        bold("Erased: "),
        text(
          "their name, title, phone and time zone, the link to their Slack account, what an identity provider sent about them, messages and reasons they wrote in invites and requests, and why emails to them failed.",
        ),
      ),
      paragraph(
        bold("Stays: "),
        text(
          "their email address, their groups, and the audit log, which can't be changed. They stay suspended.",
        ),
      ),
      caution("This can't be undone. The other admins can see in the log that you did it."),
      {
        type: "input",
        block_id: eraseAddress,
        label: plain("Type their email address to confirm"),
        element: { type: "plain_text_input", action_id: eraseAddress, max_length: 254 },
      },
      actions(button(profile, "Back to Profile", { value: user.userId })),
    ],
  };
}
