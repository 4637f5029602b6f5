import type { ModalView } from "@slack/types";
import type { BatchRow } from "../../services/batch.ts";
import { bold, paragraph, plain, text, title } from "../blocks.ts";
import { totalsOf } from "../cards/batch.ts";
import { type Reporting, stateElements } from "../cards/invite-state.ts";
import { shorten } from "../shorten.ts";

const MOST_ROWS = 99;

/** *Show All*: what became of every invite of a batch. 1 block, and 1 for each of at most 99 invites. */
export function batchView(rows: readonly BatchRow[], reporting: Reporting): ModalView {
  const shown = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS - 1) : rows;
  const rest = rows.length - shown.length;
  return {
    type: "modal",
    title: title("Your invites"),
    close: plain("Close"),
    blocks: [
      paragraph(bold(totalsOf(rows))),
      ...shown.map((row) =>
        paragraph(bold(shorten(row.email, 100)), text(" · "), ...stateElements(row, reporting)),
      ),
      ...(rest > 0 ? [paragraph(text(`And ${rest} more. Find them with /iam pending.`))] : []),
    ],
  };
}
