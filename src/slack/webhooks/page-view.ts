import type { KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { moment } from "../../services/format.ts";
import type { DeliverySummary } from "../../services/webhooks/deliveries.ts";
import type { EndpointSummary } from "../../services/webhooks/list-endpoints.ts";
import {
  actions,
  bold,
  button,
  contextBlock,
  type Flash,
  flashBlocks,
  header,
  paragraph,
  plain,
  text,
  title,
} from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { pager } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { webhookRef } from "../kit/webhook-ref.ts";
import { messageRef, type WebhookPageState, webhookPageState } from "./state.ts";
import { deliveryWords, stateWords } from "./words.ts";

/** How many messages a page has. */
const ROWS = 10;

interface WebhookPage {
  endpoint: EndpointSummary;
  deliveries: readonly DeliverySummary[];
  state: WebhookPageState;
  timeZone: string;
  flash?: Flash | undefined;
}

/** Draws one webhook and its last messages: at most 9 + 1 for each of 10 messages = 19 blocks. */
export function webhookView({ endpoint, deliveries, state, timeZone, flash }: WebhookPage): ModalView {
  const { name, url, events, createdBy, createdAt, oldSignsUntil } = endpoint;
  const [from, rows] = [state.from, deliveries.slice(state.from, state.from + ROWS)];
  const paging = pager(
    { previous: ids.webhooks.messagesPrevious, next: ids.webhooks.messagesNext },
    {
      previous: from > 0 ? Math.max(0, from - ROWS) : null,
      next: from + ROWS < deliveries.length ? from + ROWS : null,
    },
    (at) => webhookPageState.encode({ ...state, from: at }),
  );
  return {
    type: "modal",
    callback_id: ids.webhooks.page,
    private_metadata: webhookPageState.encode(state),
    title: title("Webhook"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      header(name),
      contextBlock(
        `${stateWords(endpoint, timeZone)} · added by ${isolated(createdBy, 100)}, ${moment(createdAt, timeZone)}`,
      ),
      paragraph(
        bold("Goes to\n"),
        text(shorten(url, 1_000)),
        bold("\nEvents\n"),
        text(events.includes("*") ? "Every event" : shorten(events.join(", "), 1_500)),
        ...(oldSignsUntil && oldSignsUntil.getTime() > Date.now()
          ? [
              bold("\nSecret\n"),
              text(
                `The secret from before the last rotation also signs until ${moment(oldSignsUntil, timeZone)}.`,
              ),
            ]
          : []),
      ),
      actions(...controls(endpoint)),
      { type: "divider" },
      paragraph(bold("Last messages")),
      ...(rows.length > 0
        ? rows.map((each) => row(each, endpoint, timeZone))
        : [paragraph(text("Nothing has been sent yet. Send a test to see whether it arrives."))]),
      actions(
        ...paging,
        button(ids.webhooks.refresh, "Refresh", { label: `Refresh the messages of ${name}` }),
      ),
    ],
  };
}

function controls(endpoint: EndpointSummary) {
  const { id, name, version, off } = endpoint;
  const value = webhookRef.encode({ endpointId: id, version });
  return [
    ...(off
      ? [resumeButton(endpoint)]
      : [button(ids.webhooks.test, "Send Test", { value, label: `Send a test to ${name}` })]),
    button(ids.webhooks.edit, "Edit", { label: `Edit the webhook ${name}` }),
    button(ids.webhooks.rotate, "Rotate Secret", { label: `Rotate the secret of ${name}` }),
    ...(off
      ? []
      : [button(ids.webhooks.switchOff, "Switch Off", { value, label: `Switch off the webhook ${name}` })]),
    button(ids.webhooks.delete, "Delete", { style: "danger", label: `Delete the webhook ${name}` }),
  ];
}

/** Creates the button that switches a webhook on again. */
function resumeButton({ id, name, version }: Pick<EndpointSummary, "id" | "name" | "version">) {
  return button(ids.webhooks.resume, "Resume", {
    value: webhookRef.encode({ endpointId: id, version }),
    style: "primary",
    label: `Resume the webhook ${name}`,
  });
}

function row(delivery: DeliverySummary, { id, off }: EndpointSummary, timeZone: string): KnownBlock {
  const { type, id: message } = delivery;
  return {
    type: "section",
    text: plain(`${type}\n${deliveryWords(delivery, timeZone)}`),
    ...(!off && {
      accessory: button(ids.webhooks.redeliver, "Redeliver", {
        value: messageRef.encode({ endpointId: id, message }),
        label: `Redeliver ${type}, ${message}`,
      }),
    }),
  };
}
