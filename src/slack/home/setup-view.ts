import type { KnownBlock } from "@slack/types";
import * as z from "zod";
import { shorten } from "../../locales/shorten.ts";
import type { Home } from "../../services/home/home.ts";
import { isHeld } from "../../services/invites/delivery.ts";
import type { TestMailStatus } from "../../services/mail/test-mail.ts";
import { actions, bold, button, paragraph, text } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { stateCodec } from "../kit/state-codec.ts";
import { reasonWords } from "../messages/delivery-reason.ts";
import { type StateName, stateName } from "../messages/invite-state.ts";

/** The value of *Send Test Email*: the generation of the one on the screen. */
export const testMailGeneration = stateCodec(z.int());

type Setup = Extract<Home, { shows: "setup" }>;

/** Draws what an owner does before the first Admin exists: 3 steps, each with its state. At most 7 blocks. */
export function setupBlocks(
  { email, confirmed, name, testMail }: Setup,
  { deliveryReported, organisation }: Pick<SlackContext, "deliveryReported" | "organisation">,
): KnownBlock[] {
  const mail = testMail ? mailState(testMail, deliveryReported) : notTested;
  const sendTest = testMail ? "Send Another Test Email" : "Send Test Email";
  const missing = "Your Slack profile has no email address. Add one first.";
  const vouching = `Slack has not confirmed that ${shorten(email ?? "", 200)} is yours. By joining you vouch for it, and the audit log records that.`;
  return [
    paragraph(text(`Three steps, and ${isolated(organisation, 100)} can invite people from here.`)),
    step("1. Slack", "Done", "You can read this, so Slack and iam-bot are connected."),
    step("2. Email", mail.state, email ? mail.sentence : missing),
    ...(email && !mail.inFlight
      ? [
          actions(
            button(ids.home.testMail, sendTest, {
              value: testMailGeneration.encode(testMail?.generation ?? 0),
              label: `${sendTest} to ${email}`,
            }),
          ),
        ]
      : []),
    step(
      "3. First Admin",
      "To do",
      email
        ? `As an owner you can do everything. Join Admin registers you as ${isolated(name, 100)} (${shorten(email, 200)}), so people see whom to ask, and there is still an admin if the list of owners changes.${confirmed ? "" : ` ${vouching}`}`
        : missing,
    ),
    actions(
      ...(email ? [button(ids.home.joinAdmin, "Join Admin", { style: "primary" })] : []),
      button(ids.invite.open, "Invite People", { value: "" }),
    ),
  ];
}

const step = (what: string, state: string, sentence: string): KnownBlock =>
  paragraph(bold(what), text(` · ${state}\n${sentence}`));

interface MailState {
  state: string;
  sentence: string;
  /** Its outcome isn't known yet, so another one would tell nothing new. */
  inFlight: boolean;
}

const notTested: MailState = {
  state: "To do",
  sentence: "Send yourself a test email to check that invitations arrive.",
  inFlight: false,
};

function mailState({ to, delivery }: TestMailStatus, deliveryReported: boolean): MailState {
  const address = shorten(to, 200);
  const reason = shorten(delivery.reason ? reasonWords(delivery.reason) : "the reason is unknown", 300);
  switch (mailStateName(delivery)) {
    case "queued":
      return { state: "Sending", sentence: `To ${address}.`, inFlight: true };
    case "delayed":
      // People who have just fixed our SendGrid account need not wait for the next attempt.
      return {
        state: "Delayed, retrying",
        sentence: `To ${address}: ${reason}`,
        inFlight: !isHeld(delivery),
      };
    case "sent":
      return deliveryReported
        ? {
            state: "Sent, awaiting delivery",
            sentence: `SendGrid accepted it for ${address} and will report whether it arrives.`,
            inFlight: false,
          }
        : {
            state: "Sent",
            sentence: `Check the inbox of ${address}. Delivery is not tracked: set up SendGrid’s webhook (SENDGRID_WEBHOOK_PUBLIC_KEY).`,
            inFlight: false,
          };
    case "delivered":
      return { state: "Done", sentence: `The test email was delivered to ${address}.`, inFlight: false };
    case "bounced":
      return {
        state: "Bounced",
        sentence: `The test email to ${address} bounced: ${reason}.`,
        inFlight: false,
      };
    default:
      return {
        state: "Not sent",
        sentence: `The test email to ${address} was not sent: ${reason}.`,
        inFlight: false,
      };
  }
}

function mailStateName(delivery: TestMailStatus["delivery"]): StateName {
  return stateName({ status: "pending", delivery });
}
