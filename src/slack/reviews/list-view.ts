import type { ModalView, SectionBlock } from "@slack/types";
import { day } from "../../services/format.ts";
import type { Page } from "../../services/page.ts";
import type { ReviewSummary } from "../../services/reviews/read-reviews.ts";
import { actions, button, type Flash, flashBlocks, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { pager, pagerBlocks } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { countsText, endWords, nameText, progressText } from "../messages/review-words.ts";
import { reviewListState } from "./state.ts";

interface ReviewsScreen extends Page<ReviewSummary> {
  timeZone: string;
  flash?: Flash | undefined;
}

/** Draws *Reviews*: at most 2 + 1 for each of 10 rows + 2 = 14 blocks. */
export function reviewsView(screen: ReviewsScreen): ModalView {
  const { rows, timeZone, flash } = screen;
  return {
    type: "modal",
    callback_id: ids.reviews.list,
    title: title("Reviews"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      actions(
        button(ids.reviews.start, "Start Review", { style: "primary" }),
        button(ids.reviews.refreshList, "Refresh"),
      ),
      ...(rows.length > 0 ? rows.map((each) => row(each, timeZone)) : [paragraph(text(empty))]),
      ...pagerBlocks(
        pager({ previous: ids.reviews.previous, next: ids.reviews.next }, screen, (cursor) =>
          reviewListState.encode({ cursor }),
        ),
      ),
    ],
  };
}

const empty =
  "No reviews yet. A review asks admins, or the people who decide about a group, to check everyone in it.";

function row(review: ReviewSummary, timeZone: string): SectionBlock {
  const { reviewId, status, repeats } = review;
  const how = status === "closed" ? countsText(review) : progressText(review);
  const again = repeats ? ` · again on ${day(repeats.at, repeats.zone)}` : "";
  return {
    type: "section",
    text: plain(`${nameText(review)}\n${endWords(review, timeZone)} · ${how}${again}`),
    accessory: button(ids.reviews.open, "View", {
      value: reviewId,
      label: `View the review of ${isolated(review.label, 50)}`,
    }),
  };
}
