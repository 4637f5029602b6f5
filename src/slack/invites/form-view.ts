import type { InputBlock, ModalView, PlainTextOption, RichTextBlock } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { readableEmails } from "../../services/email-address.ts";
import { hoursText } from "../../services/format.ts";
import type { GroupChoice } from "../../services/groups/groups.ts";
import { expiryChoices } from "../../services/invites/policy.ts";
import { alert, bold, paragraph, plain, text, title } from "../kit/blocks.ts";
import { endInput } from "../kit/end-input.ts";
import { groupsInput } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { languageInput } from "../kit/language-input.ts";
import { type FormFields, type FormState, formState, LONGEST_EMAILS, type Replaced } from "./draft.ts";

const { emails, groups, until, expiry, message, language } = ids.invite;

/**
 * Draws *Invite people*, or *Correct address* when replacing an invite: 6 inputs, above them what is replaced, and a
 * line for an error. At most 8 blocks.
 */
export function inviteForm(
  draft: FormFields,
  state: FormState,
  choices: readonly GroupChoice[],
  problem?: string,
): ModalView {
  return {
    type: "modal",
    callback_id: ids.invite.form,
    private_metadata: formState.encode(state),
    title: title(draft.replaces ? "Correct address" : "Invite people"),
    submit: plain("Send"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      ...(draft.replaces ? [replacedLine(draft.replaces)] : []),
      emailsInput(draft),
      groupsInput(groups, draft.groupIds, choices),
      endInput({
        id: until,
        label: "Groups until",
        hint: "The last day, for people who won’t stay. If you choose none, there is no end.",
        day: draft.lastDay,
      }),
      expiryInput(draft),
      messageInput(draft),
      languageInput({
        id: language,
        label: "Language",
        hint: "For the email and the page. If you choose none, it’s their Slack language if you mentioned them, otherwise the default.",
        chosen: draft.language,
      }),
    ],
  };
}

function replacedLine({ email, expired, hours }: Replaced): RichTextBlock {
  const becomes = expired ? ", which has expired." : ". Sending cancels the old invite.";
  const stays = hours
    ? ` The groups last ${hoursText(hours)} from acceptance, as approved, unless you choose a day.`
    : "";
  return paragraph(text("Replaces the invite to "), bold(shorten(email, 200)), text(`${becomes}${stays}`));
}

function emailsInput(draft: FormFields): InputBlock {
  return {
    type: "input",
    block_id: emails,
    label: plain("Email addresses"),
    hint: plain("One or many; paste from a spreadsheet. Over 10, you review first."),
    element: {
      type: "plain_text_input",
      action_id: emails,
      multiline: true,
      max_length: LONGEST_EMAILS,
      focus_on_load: draft.emails === "" || draft.replaces !== null,
      ...(draft.emails && { initial_value: readableEmails(draft.emails) }),
    },
  };
}

function expiryInput(draft: FormFields): InputBlock {
  const optionOf = (days: number): PlainTextOption => ({
    text: plain(days === 1 ? "1 day" : `${days} days`),
    value: String(days),
  });
  return {
    type: "input",
    block_id: expiry,
    label: plain("Link expires after"),
    element: {
      type: "static_select",
      action_id: expiry,
      options: expiryChoices.map(optionOf),
      initial_option: optionOf(draft.expiryDays),
    },
  };
}

function messageInput(draft: FormFields): InputBlock {
  return {
    type: "input",
    block_id: message,
    optional: true,
    label: plain("Message"),
    hint: plain("Plain text, up to 500 characters."),
    element: {
      type: "plain_text_input",
      action_id: message,
      multiline: true,
      max_length: 500,
      ...(draft.message && { initial_value: draft.message }),
    },
  };
}
