import type { KnownBlock, ModalView, SectionBlock } from "@slack/types";
import type { Page } from "../../services/page.ts";
import type { RequestDetails, RequestRow } from "../../services/requests/read-requests.ts";
import { button, type Flash, flashBlocks, paragraph, plain, text, title } from "../kit/blocks.ts";
import { exportButton } from "../kit/export-button.ts";
import { ids } from "../kit/ids.ts";
import { choice, pager, pagerBlocks } from "../kit/list-modal.ts";
import { shorten } from "../kit/text.ts";
import { type RequestRole, requestBlocks, timeAsked } from "../messages/request-card.ts";
import { type RequestListState, requestListState } from "./list-state.ts";

interface RequestsScreen extends Page<RequestRow> {
  state: RequestListState;
  /** Whether there is a list of all. */
  all: boolean;
  flash?: Flash | undefined;
}

/** Draws *Requests*: at most 2 + 1 for each of 10 rows + 2 = 14 blocks. */
export function requestsView(screen: RequestsScreen): ModalView {
  const { rows, state, all, flash } = screen;
  return {
    type: "modal",
    callback_id: ids.requests.list,
    private_metadata: requestListState.encode(state),
    title: title("Requests"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      {
        type: "actions",
        elements: [
          choice(ids.requests.which, "Show", state.which, [
            ["waiting", "Waiting for me"],
            ["mine", "Asked by me"],
            ...(all ? [["all", "All"] as const] : []),
          ]),
          button(ids.requests.openForm, "Request Access", { value: "" }),
          ...(all && rows.length > 0
            ? [exportButton({ what: "requests", which: state.which }, "these requests")]
            : []),
        ],
      },
      ...(rows.length > 0 ? rows.map(row) : [paragraph(text(empty[state.which]))]),
      ...pagerBlocks(
        pager({ previous: ids.requests.previous, next: ids.requests.next }, screen, (cursor) =>
          requestListState.encode({ ...state, cursor }),
        ),
      ),
    ],
  };
}

const empty = {
  waiting: "No request waits for your answer.",
  mine: "You have not asked for anything yet. Request Access begins one.",
  all: "Nobody has asked for anything yet. Access Rules on a group’s page opens it to requests.",
} as const;

const states = {
  pending: "waits for an answer",
  approved: "approved",
  denied: "denied",
  withdrawn: "withdrawn",
  lapsed: "lapsed",
} as const;

function row(request: RequestRow): SectionBlock {
  const { requestId, asker, subject, group, status, settled } = request;
  const { name } = subject ?? asker;
  const asked = subject ? ` · asked by ${shorten(asker.name, 80)}` : "";
  const by =
    settled && (status === "approved" || status === "denied") ? ` by ${shorten(settled.by, 80)}` : "";
  return {
    type: "section",
    text: plain(
      `${shorten(name, 100)} · ${shorten(group, 60)}\n${timeAsked(request)}${asked} · ${states[status]}${by}`,
    ),
    accessory: button(ids.requests.view, "View", { value: requestId, label: `View ${name}, ${group}` }),
  };
}

/** Draws one request: at most 13 blocks. */
export function requestView(
  request: RequestDetails,
  role: RequestRole,
  reader: string,
  { metadata, flash }: { metadata: string; flash?: Flash | undefined },
): ModalView {
  const blocks: KnownBlock[] = [...flashBlocks(flash), ...requestBlocks(request, role, reader)];
  return {
    type: "modal",
    callback_id: ids.requests.page,
    private_metadata: metadata,
    title: title("Request"),
    close: plain("Close"),
    blocks,
  };
}
