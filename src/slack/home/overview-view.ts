import type { Button, KnownBlock } from "@slack/types";
import { english } from "../../locales/english.ts";
import { shorten } from "../../locales/shorten.ts";
import type { Home } from "../../services/home/home.ts";
import type { PendingInvite } from "../../services/invites/invite-rows.ts";
import { actions, bold, button, contextBlock, date, paragraph, text } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { inviteRef } from "../kit/invite-ref.ts";
import { isolated } from "../kit/phrase.ts";
import { counted } from "../kit/text.ts";
import { reasonWords } from "../messages/delivery-reason.ts";
import { cancelQuestion, homeRemedyIds, remedyButton } from "../messages/invite-buttons.ts";
import { stateWords } from "../messages/invite-state.ts";
import { remedyFor } from "../messages/remedy.ts";
import { editDetailsButton } from "./details-view.ts";

type Overview = Extract<Home, { shows: "overview" }>;

/**
 * Draws an admin's Home: counts, what needs attention, and where to go next. At most 4 blocks, 2 for each of 10
 * invites, and 3.
 */
export function overviewBlocks(
  home: Overview,
  { deliveryReported }: Pick<SlackContext, "deliveryReported">,
): KnownBlock[] {
  const { attention, moreAttention, self, held } = home;
  return [
    actions(...counts(home)),
    ...(held ? [heldLine(held)] : []),
    actions(
      button(ids.invite.open, "Invite People", { style: "primary", value: "" }),
      button(ids.groups.openList, "Groups"),
      button(ids.audit.open, "Audit Log"),
      ...(self.kind === "user" ? [editDetailsButton(english)] : []),
    ),
    paragraph(
      bold("Needs attention"),
      text(attention.length === 0 ? `\n${calm(home, deliveryReported)}` : ""),
    ),
    ...attention.flatMap((invite) => row(invite, deliveryReported)),
    ...(moreAttention ? [contextBlock("There are more. See Pending Invites for all of them.")] : []),
    ...(deliveryReported
      ? []
      : [contextBlock("Delivery is not tracked: the SendGrid webhook is not set up.")]),
  ];
}

/** Draws each count as a button that opens what it counts. */
function counts({ pending, trouble, expiring, users, ending }: Overview): Button[] {
  return [
    button(ids.pending.open, counted(pending, "Pending Invite", "Pending Invites")),
    button(ids.pending.openTrouble, `${counted(trouble, "Has", "Have")} Delivery Trouble`),
    button(ids.pending.openExpiring, `${counted(expiring, "Expires", "Expire")} Within 48 Hours`),
    button(ids.users.open, counted(users, "User", "Users"), { value: "" }),
    ...(ending > 0
      ? [
          button(
            ids.users.openEnding,
            `${counted(ending, "User Leaves", "Users Leave")} a Group Within 7 Days`,
          ),
        ]
      : []),
  ];
}

/** Says that SendGrid refuses our emails, and why. */
function heldLine({ mails, reason }: NonNullable<Overview["held"]>): KnownBlock {
  return paragraph(
    bold(counted(mails, "email is waiting: ", "emails are waiting: ")),
    text(`${shorten(reasonWords(reason), 200)}. If that is fixed within an hour, they go out automatically.`),
  );
}

function calm({ pending }: Overview, deliveryReported: boolean): string {
  if (pending === 0)
    return "No pending invites. People you invite get an email with a link, and you can follow it here.";
  return `All clear: ${deliveryReported ? "no email bounced" : "every email was sent"}, and no link expires within 48 hours.`;
}

function row(invite: PendingInvite, deliveryReported: boolean): KnownBlock[] {
  const { email, groups, by, expiresAt, delivery } = invite;
  const { words } = stateWords({ status: "pending", delivery }, { deliveryReported });
  const { buttons, advice } = remedyFor(invite);
  return [
    paragraph(
      bold(shorten(email, 120)),
      text(` · ${shorten(words, 200)} · expires `),
      date(expiresAt),
      text(
        ` · ${isolated(groups.join(", ") || "Users", 150)} · by ${isolated(by, 80)}${advice ? `\n${advice}` : ""}`,
      ),
    ),
    actions(...buttons.map((kind) => remedyButton(kind, invite, homeRemedyIds)), cancelButton(invite)),
  ];
}

function cancelButton(invite: PendingInvite): Button {
  return button(ids.home.cancel, "Cancel Invite", {
    value: inviteRef.encode(invite),
    label: `Cancel the invite to ${invite.email}`,
    style: "danger",
    confirm: cancelQuestion(invite.email),
  });
}
