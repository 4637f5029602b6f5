import type { Button, KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { endText } from "../../services/ends.ts";
import { day } from "../../services/format.ts";
import type { ReviewRow } from "../../services/reviews/read-review-items.ts";
import type { ReviewPage, ReviewSummary } from "../../services/reviews/read-reviews.ts";
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
import { exportButton } from "../kit/export-button.ts";
import { ids } from "../kit/ids.ts";
import { choice, pager, pagerBlocks } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { countsText, endWords, progressText } from "../messages/review-words.ts";
import { type ReviewPageState, reviewPageState } from "./state.ts";

interface ReviewScreen extends ReviewPage {
  timeZone: string;
  state: ReviewPageState;
  /** False for reviewers who may not read reviews otherwise. */
  mayExport: boolean;
  flash?: Flash | undefined;
}

/** Draws a review and a page of its members: at most 6 + 2 for each of 10 rows + 2 = 28 blocks. */
export function reviewPageView(screen: ReviewScreen): ModalView {
  const { review, rows, state, timeZone, mayAnswer, mayExport, flash } = screen;
  return {
    type: "modal",
    callback_id: ids.reviews.page,
    private_metadata: reviewPageState.encode(state),
    title: title("Review"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      header(isolated(review.label, 140)),
      paragraph(bold(progressText(review)), text(`\n${countsText(review)}`)),
      contextBlock(facts(review, timeZone)),
      actions(
        choice(ids.reviews.which, "Show", state.which, [
          ["open", "Undecided"],
          ["all", "All members"],
        ]),
        ...controls(review, mayAnswer),
        ...(mayExport && rows.rows.length > 0
          ? [exportButton({ what: "review", reviewId: review.reviewId, which: state.which }, "this report")]
          : []),
      ),
      { type: "divider" },
      ...(rows.rows.length > 0
        ? rows.rows.flatMap((each) => row(each, mayAnswer, timeZone))
        : [paragraph(text(emptyText(review, state)))]),
      ...pagerBlocks(
        pager({ previous: ids.reviews.itemsPrevious, next: ids.reviews.itemsNext }, rows, (cursor) =>
          reviewPageState.encode({ ...state, cursor }),
        ),
      ),
    ],
  };
}

function facts(review: ReviewSummary, timeZone: string): string {
  const { startedBy, reviewers, repeats } = review;
  const who = {
    admins: "admins review",
    deciders: "the people who decide about each group review",
    person: `${isolated(reviewers.name ?? "", 80)} reviews`,
  }[reviewers.kind];
  const again = repeats ? [`every ${repeats.months} months, again on ${day(repeats.at, repeats.zone)}`] : [];
  return [`started by ${isolated(startedBy, 80)}`, who, endWords(review, timeZone), ...again].join(" · ");
}

function controls({ reviewId, open, repeats, label }: ReviewSummary, mayAnswer: boolean): Button[] {
  return [
    button(ids.reviews.refresh, "Refresh"),
    ...(mayAnswer && open > 0
      ? [
          button(ids.reviews.keepRest, "Keep the Rest", {
            value: reviewId,
            confirm: {
              title: plain("Keep the rest?"),
              text: plain("Everyone still undecided stays in, except you: somebody else decides.", 300),
              confirm: plain("Keep the Rest"),
              deny: plain("Go Back"),
            },
          }),
        ]
      : []),
    ...(repeats
      ? [
          button(ids.reviews.stopRepeating, "Stop Repeating", {
            value: reviewId,
            label: `Stop repeating the review of ${label}`,
          }),
        ]
      : []),
  ];
}

function emptyText({ gathering, status }: ReviewSummary, { which }: ReviewPageState): string {
  if (gathering) return "Still collecting the members. Refresh in a moment.";
  if (which === "all") return "Nobody was in these groups.";
  return status === "closed"
    ? "Everyone is decided."
    : "All decided. Choose All members to see what was decided.";
}

function row(item: ReviewRow, mayAnswer: boolean, timeZone: string): KnownBlock[] {
  const { name, email, group, since, by, end, managedBy, own } = item;
  const memberFacts = [
    `since ${day(since, timeZone)}${by ? `, by ${isolated(by, 80)}` : ""}`,
    ...(end ? [`until ${endText(end)}`] : []),
    ...usedText(item),
  ];
  const notes = [
    ...(item.status === "open" ? [] : [answerText(item, timeZone)]),
    ...(mayAnswer && item.status === "open" && managedBy
      ? [`${isolated(managedBy, 60)} manages this group: a removal is proposed there.`]
      : []),
    ...(mayAnswer && item.status === "open" && own ? ["This is you, so somebody else decides."] : []),
  ];
  const buttons = mayAnswer && item.status === "open" && !own ? decisions(item) : [];
  return [
    paragraph(
      bold(isolated(name, 100)),
      text(` · ${isolated(group, 60)}\n${shorten(email, 200)} · ${memberFacts.join(" · ")}`),
      text(notes.length > 0 ? `\n${notes.join("\n")}` : ""),
    ),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  ];
}

function usedText({ lastUsed }: ReviewRow): string[] {
  if (lastUsed === null) return [];
  return [lastUsed === "never" ? "not used yet" : `last used ${day(new Date(lastUsed))}`];
}

function answerText({ status, answer }: ReviewRow, timeZone: string): string {
  const { by, at, reason, end } = answer ?? {};
  const who = by ? ` by ${isolated(by, 80)}${at ? `, ${day(at, timeZone)}` : ""}` : "";
  const why = reason ? `: ${isolated(reason, 500)}` : "";
  const words = {
    open: "Undecided",
    kept: `Kept${who}${why}`,
    limited: `Kept until ${end ? endText(end) : "a day"}${who}`,
    removed: `Removed${who}${why}`,
    proposed: `Removal proposed to the identity provider${who}${why}`,
    left: "Left in the meantime",
  };
  return words[status];
}

function decisions({ itemId: value, name, group, managedBy }: ReviewRow): Button[] {
  const label = (what: string) => `${what} ${isolated(name, 30)}: ${group}`;
  return [
    button(ids.reviews.keep, "Keep", { value, label: label("Keep") }),
    ...(managedBy ? [] : [button(ids.reviews.limit, "Keep Until…", { value, label: label("Keep until") })]),
    button(ids.reviews.remove, managedBy ? "Propose Removal…" : "Remove…", {
      value,
      style: "danger",
      label: label("Remove"),
    }),
  ];
}
