import type { KnownBlock, ModalView, SectionBlock } from "@slack/types";
import { Isolated } from "../../locales/sentence.ts";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import type { Page } from "../../services/page.ts";
import type { RequestDetails, RequestRow } from "../../services/requests/request-details.ts";
import { button, type Flash, flashBlocks, paragraph, plain, text, title } from "../kit/blocks.ts";
import { exportButton } from "../kit/export-button.ts";
import { ids } from "../kit/ids.ts";
import { choice, pager, pagerBlocks } from "../kit/list-modal.ts";
import { label, lineStart, say } from "../kit/phrase.ts";
import { type Onlooker, requestBlocks } from "../messages/request-card.ts";
import { timeAsked } from "../messages/request-phrases.ts";
import { type RequestListState, requestListState } from "./list-state.ts";

interface RequestsScreen extends Page<RequestRow> {
  state: RequestListState;
  /** Whether there is a list of all requests. */
  all: boolean;
  flash?: Flash | undefined;
  words: Words;
}

/** Draws *Requests*: at most 2 + 1 for each of 10 rows + 2 = 14 blocks. */
export function requestsView(screen: RequestsScreen): ModalView {
  const { rows, state, all, flash, words } = screen;
  const { requests, slack } = words;
  const empty = {
    waiting: requests.noneWaiting,
    mine: requests.noneAsked,
    all: "Nobody has asked for anything yet. Access Rules on a group’s page opens it to requests.",
  }[state.which];
  return {
    type: "modal",
    callback_id: ids.requests.list,
    private_metadata: requestListState.encode(state),
    title: title(requests.list),
    close: plain(slack.close),
    blocks: [
      ...flashBlocks(flash),
      {
        type: "actions",
        elements: [
          choice(ids.requests.which, requests.show, state.which, [
            ["waiting", requests.waitingForMe],
            ["mine", requests.askedByMe],
            // For admins and auditors, whose screens are in English.
            ...(all ? [["all", "All"] as const] : []),
          ]),
          button(ids.requests.openForm, requests.openForm, { value: "" }),
          ...(all && rows.length > 0
            ? [exportButton({ what: "requests", which: state.which }, "these requests")]
            : []),
        ],
      },
      ...(rows.length > 0 ? rows.map((each) => row(each, words)) : [paragraph(text(empty))]),
      ...pagerBlocks(
        pager(
          { previous: ids.requests.previous, next: ids.requests.next },
          screen,
          (cursor) => requestListState.encode({ ...state, cursor }),
          words,
        ),
      ),
    ],
  };
}

function row(request: RequestRow, words: Words): SectionBlock {
  const { requestId, asker, byWorkflow, subject, group } = request;
  const { requests } = words;
  const { name } = subject ?? asker;
  const shown = (text: string, most: number) => say(words, [new Isolated(shorten(text, most))]);
  const facts = [
    timeAsked(request, words),
    ...(subject
      ? [
          say(
            words,
            byWorkflow ? requests.askedByWorkflow : requests.askedBy({ name: shorten(asker.name, 80) }),
          ),
        ]
      : []),
    statusText(request, words),
  ];
  return {
    type: "section",
    text: plain(`${lineStart(words)}${shown(name, 100)} · ${shown(group, 60)}\n${facts.join(" · ")}`),
    accessory: button(ids.requests.view, requests.view, {
      value: requestId,
      label: label(words, requests.view, name, group),
    }),
  };
}

function statusText({ status, settled }: RequestRow, words: Words): string {
  const { requests } = words;
  const by = shorten(settled?.by ?? "…", 80);
  if (status === "approved") return say(words, requests.approvedBy({ by }));
  if (status === "denied") return say(words, requests.deniedBy({ by }));
  return requests[status];
}

/** Draws one request: at most 13 blocks. */
export function requestView(
  request: RequestDetails,
  onlooker: Onlooker,
  metadata: string,
  words: Words,
  flash?: Flash,
): ModalView {
  const blocks: KnownBlock[] = [...flashBlocks(flash), ...requestBlocks(request, onlooker, words)];
  return {
    type: "modal",
    callback_id: ids.requests.page,
    private_metadata: metadata,
    title: title(words.requests.request),
    close: plain(words.slack.close),
    blocks,
  };
}
