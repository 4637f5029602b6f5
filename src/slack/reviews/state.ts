import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";
import { pageCursor } from "../kit/page-cursor.ts";
import { LONGEST_METADATA, readValues, stateCodec } from "../kit/state-codec.ts";

const which = z.enum(["open", "all"]);

const list = z.object({ cursor: pageCursor.default(null) });
/** The part of the list of reviews that is on the screen. */
export const reviewListState = stateCodec(list);

const page = z.object({
  reviewId: objectId,
  which: which.default("open"),
  cursor: pageCursor.default(null),
});
/** The part of a review that is on the screen. */
export type ReviewPageState = z.output<typeof page>;
export const reviewPageState = stateCodec(page);

const item = z.object({ itemId: objectId, page });
/** What a form about a membership under review is about, and the page below it. */
export type ReviewItemState = z.output<typeof item>;
export const reviewItemState = stateCodec(item, LONGEST_METADATA);

const chosen = z.record(
  z.string(),
  z.object({ [ids.reviews.which]: z.object({ selected_option: z.object({ value: which }) }) }),
);

/** Reads which members were chosen. */
export function whichIn(values: unknown): ReviewPageState["which"] {
  const [first] = Object.values(readValues(chosen, values));
  return first?.[ids.reviews.which].selected_option.value ?? "open";
}
