import type { InputBlock, ModalView, PlainTextOption } from "@slack/types";
import { LONGEST_URL, LONGEST_WEBHOOK_DESCRIPTION } from "../../services/webhooks/endpoint-fields.ts";
import { EVERY_EVENT, eventChoices, familyOf } from "../../services/webhooks/event-names.ts";
import { alert, plain, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { type WebhookFormState, webhookFormState } from "./state.ts";

/** What is filled in. */
export interface WebhookDraft {
  url: string;
  description: string;
  events: readonly string[];
}

export const blankWebhook: WebhookDraft = { url: "", description: "", events: [EVERY_EVENT] };

/** Draws *Add webhook* and *Edit webhook*: a line and 3 inputs = 4 blocks. */
export function webhookForm(draft: WebhookDraft, state: WebhookFormState, obstacle?: string): ModalView {
  return {
    type: "modal",
    callback_id: ids.webhooks.form,
    private_metadata: webhookFormState.encode(state),
    title: title(state.change ? "Edit webhook" : "Add webhook"),
    submit: plain(state.change ? "Save" : "Add"),
    close: plain("Close"),
    blocks: [
      ...(obstacle ? [alert(obstacle, "error")] : []),
      input("url", state, "URL", "Where messages are posted, over https.", {
        type: "plain_text_input",
        action_id: ids.webhooks.url,
        max_length: LONGEST_URL,
        ...(draft.url && { initial_value: draft.url }),
      }),
      input("events", state, "Events", "A family, such as user.*, includes what later versions add.", {
        type: "multi_static_select",
        action_id: ids.webhooks.events,
        option_groups: groups(),
        ...(draft.events.length > 0 && { initial_options: draft.events.map(option) }),
      }),
      {
        ...input("description", state, "Name", "What you call it. If empty, it goes by its host.", {
          type: "plain_text_input",
          action_id: ids.webhooks.description,
          max_length: LONGEST_WEBHOOK_DESCRIPTION,
          ...(draft.description && { initial_value: draft.description }),
        }),
        optional: true,
      },
    ],
  };
}

/** Names the block of a field, by the name a rule gives it. */
export function fieldBlock(field: string, { attempt }: WebhookFormState): string {
  return `webhooks.${field}:${attempt}`;
}

function input(
  field: keyof WebhookDraft,
  state: WebhookFormState,
  label: string,
  hint: string,
  element: InputBlock["element"],
): InputBlock {
  return {
    type: "input",
    block_id: fieldBlock(field, state),
    label: plain(label),
    hint: plain(hint),
    element,
  };
}

function option(name: string): PlainTextOption {
  return { text: plain(name === EVERY_EVENT ? "Every event" : name, 75), value: name };
}

function groups() {
  const families = new Map<string, string[]>();
  for (const name of eventChoices) {
    const family = name === EVERY_EVENT ? "All" : familyOf(name);
    families.set(family, [...(families.get(family) ?? []), name]);
  }
  return [...families].map(([family, names]) => ({ label: plain(family, 75), options: names.map(option) }));
}
