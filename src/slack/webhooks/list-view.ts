import type { KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { EndpointSummary } from "../../services/webhooks/list-endpoints.ts";
import {
  actions,
  button,
  caution,
  type Flash,
  flashBlocks,
  paragraph,
  plain,
  text,
  title,
} from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { pager, pagerBlocks } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { webhookListState } from "./state.ts";
import { eventWords, stateWords } from "./words.ts";

/** How many webhooks a page of the list has. */
const LIST_ROWS = 10;

interface WebhookList {
  endpoints: readonly EndpointSummary[];
  from: number;
  /** Whether SECRET_KEYS is set. */
  available: boolean;
  timeZone: string;
  flash?: Flash | undefined;
}

/** Draws *Webhooks*: at most 3 + 1 for each of 10 rows + 2 = 15 blocks. */
export function webhooksView({ endpoints, from, available, timeZone, flash }: WebhookList): ModalView {
  const rows = endpoints.slice(from, from + LIST_ROWS);
  const next = from + LIST_ROWS < endpoints.length ? from + LIST_ROWS : null;
  const previous = from > 0 ? Math.max(0, from - LIST_ROWS) : null;
  return {
    type: "modal",
    callback_id: ids.webhooks.list,
    private_metadata: webhookListState.encode({ from }),
    title: title("Webhooks"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      available
        ? actions(button(ids.webhooks.create, "Add Webhook"))
        : caution(
            "Webhooks are off: SECRET_KEYS is not set. Ask whoever runs iam-bot to set it. Nothing is sent until then.",
          ),
      ...(rows.length > 0
        ? rows.map((each) => row(each, timeZone))
        : [
            paragraph(
              text(
                "There are no webhooks yet. A webhook tells another system what happens here, such as when somebody is suspended.",
              ),
            ),
          ]),
      ...pagerBlocks(pager(ids.webhooks, { previous, next }, (at) => webhookListState.encode({ from: at }))),
    ],
  };
}

function row(endpoint: EndpointSummary, timeZone: string): KnownBlock {
  const { id, name, host, description, events } = endpoint;
  const lines = [
    description ? `${isolated(name, 60)} · ${shorten(host, 100)}` : isolated(name, 100),
    eventWords(events),
    stateWords(endpoint, timeZone),
  ];
  return {
    type: "section",
    text: plain(lines.join("\n")),
    accessory: button(ids.webhooks.open, "View", { value: id, label: `View the webhook ${name}` }),
  };
}
