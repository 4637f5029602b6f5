import type { ModalView } from "@slack/types";
import type { UserProfile } from "../../services/users/find-user.ts";
import { actions, alert, button, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { shorten } from "../kit/text.ts";
import { userRef } from "./user-ref.ts";

const { linkForm, account, profile } = ids.user;

/** Draws *Link Slack account*: 4 blocks, and a line above them when something stood in the way. */
export function linkFormView(user: UserProfile, problem?: string): ModalView {
  const who = shorten(user.name, 100);
  return {
    type: "modal",
    callback_id: linkForm,
    private_metadata: userRef.encode(user.version),
    title: title("Link Slack account"),
    submit: plain("Link"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      contextBlock(`${who} · ${shorten(user.email, 200)}`),
      paragraph(
        text(
          `Whoever signs in to the account you choose acts as ${who}, with all their rights. From then on the account counts, whatever its email says.`,
        ),
      ),
      {
        type: "input",
        block_id: account,
        label: plain("Slack account"),
        hint: plain("A full member of this workspace, with an email address that Slack has confirmed."),
        element: {
          type: "users_select",
          action_id: account,
          ...(user.linkedUserId && { initial_user: user.linkedUserId }),
        },
      },
      actions(button(profile, "Back to Profile", { value: user.userId })),
    ],
  };
}
