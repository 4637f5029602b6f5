import type { InputBlock, ModalView, PlainTextOption } from "@slack/types";
import { z } from "zod";
import type { GroupSummary } from "../../services/groups.ts";
import { expiryChoices } from "../../services/policy.ts";
import { alert, plain, title } from "../blocks.ts";
import { ids } from "../ids.ts";
import type { InviteDraft } from "./draft.ts";

const { emails, groups, expiry, message } = ids.invite;

export type GroupChoice = Pick<GroupSummary, "id" | "name">;

/** *Invite people*: 4 inputs, and a line above them when something stood in the way. */
export function inviteForm(draft: InviteDraft, choices: readonly GroupChoice[], problem?: string): ModalView {
  return {
    type: "modal",
    callback_id: ids.invite.form,
    title: title("Invite people"),
    submit: plain("Send"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      emailsInput(draft),
      groupsInput(draft, choices),
      expiryInput(draft),
      messageInput(draft),
    ],
  };
}

const offering = z.object({
  block_id: z.literal(groups),
  element: z.object({
    options: z.array(z.object({ text: z.object({ text: z.string() }), value: z.string() })),
  }),
});

/** The groups that a form offers, so that it can be drawn again whatever is out of order. */
export function groupsOffered(blocks: readonly unknown[]): GroupChoice[] {
  return blocks.flatMap(
    (block) =>
      offering
        .safeParse(block)
        .data?.element.options.map(({ text, value }) => ({ id: value, name: text.text })) ?? [],
  );
}

function emailsInput(draft: InviteDraft): InputBlock {
  return {
    type: "input",
    block_id: emails,
    label: plain("Email addresses"),
    hint: plain("One or many, up to 100; paste from a spreadsheet."),
    element: {
      type: "plain_text_input",
      action_id: emails,
      multiline: true,
      max_length: 3000,
      focus_on_load: draft.emails === "",
      ...(draft.emails && { initial_value: draft.emails }),
    },
  };
}

function groupsInput(draft: InviteDraft, choices: readonly GroupChoice[]): InputBlock {
  const options = choices
    .slice(0, 100)
    .map(({ id, name }): PlainTextOption => ({ text: plain(name, 75), value: id }));
  const chosen = options.filter(({ value }) => value !== undefined && draft.groupIds.includes(value));
  return {
    type: "input",
    block_id: groups,
    label: plain("Groups"),
    hint: plain("Decides what they can use."),
    element: {
      type: "multi_static_select",
      action_id: groups,
      options,
      ...(chosen.length > 0 && { initial_options: chosen }),
    },
  };
}

function expiryInput(draft: InviteDraft): InputBlock {
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

function messageInput(draft: InviteDraft): InputBlock {
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
