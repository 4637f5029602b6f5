import type { ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { UserProfile } from "../../services/users/find-user.ts";
import { needsApproval } from "../kit/admin-means.ts";
import { actions, alert, bold, button, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { linkState, type Vouching } from "./link-state.ts";

const { linkForm, account, profile } = ids.user;

interface LinkForm {
  /** Why it could not be linked. */
  problem?: string;
  /** The account whose address Slack hasn't confirmed: linking it means vouching for it. */
  vouching?: Vouching;
}

/** Draws *Link Slack account*: 4 blocks, above them a line for an error, and what would be vouched for and approved. */
export function linkFormView(user: UserProfile, { problem, vouching }: LinkForm = {}): ModalView {
  const who = isolated(user.name, 100);
  const chosen = vouching?.account ?? user.linkedUserId;
  return {
    type: "modal",
    callback_id: linkForm,
    private_metadata: linkState.encode({ ...user.version, ...(vouching && { vouching }) }),
    title: title("Link Slack account"),
    submit: plain(vouching ? "Vouch and Link" : "Link"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      contextBlock(`${who} · ${shorten(user.email, 200)}`),
      paragraph(
        text(
          `Anyone who signs in to this account acts as ${who}, with all their rights. From then on this Slack account is used, even if its email changes. Its rights then pause until an admin links it again.`,
        ),
      ),
      ...(user.adminNeedsApproval && user.status === "active"
        ? [paragraph(text(`${needsApproval(who)} Until then they are in their other groups, or in Users.`))]
        : []),
      ...(vouching
        ? [
            paragraph(
              bold(`Slack has not confirmed that ${shorten(vouching.email, 200)} belongs to this account.`),
              text(
                ` Link it only if you know the account is ${who}’s: you vouch for that, and the audit log records it. If the address in Slack changes, the account loses its rights.`,
              ),
            ),
          ]
        : []),
      {
        type: "input",
        block_id: account,
        label: plain("Slack account"),
        hint: plain(
          "A full member of this workspace. If Slack has not confirmed their email address, you vouch for it.",
        ),
        element: {
          type: "users_select",
          action_id: account,
          ...(chosen && { initial_user: chosen }),
        },
      },
      actions(button(profile, "Back to Profile", { value: user.userId })),
    ],
  };
}
