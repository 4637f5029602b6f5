import type { ModalView, RichTextBlock } from "@slack/types";
import type { BatchRow } from "../../services/batch.ts";
import { bold, paragraph, plain, text, title } from "../blocks.ts";
import { totalsOf, worstFirst } from "../cards/batch.ts";
import { type Reporting, stateElements } from "../cards/invite-state.ts";
import { shorten } from "../shorten.ts";

const ROWS_IN_A_BLOCK = 10;

/** *Show All*: what became of every invite of a batch, the worst first. 1 block, and 1 for each 10 invites. */
export function batchView(rows: readonly BatchRow[], reporting: Reporting): ModalView {
  const sorted = worstFirst(rows);
  const lists = Array.from({ length: Math.ceil(sorted.length / ROWS_IN_A_BLOCK) }, (_, index) =>
    listed(sorted.slice(index * ROWS_IN_A_BLOCK, (index + 1) * ROWS_IN_A_BLOCK), reporting),
  );
  return {
    type: "modal",
    title: title(`Invites to ${rows.length} people`),
    close: plain("Close"),
    blocks: [paragraph(bold(totalsOf(rows))), ...lists],
  };
}

function listed(rows: readonly BatchRow[], reporting: Reporting): RichTextBlock {
  return {
    type: "rich_text",
    elements: [
      {
        type: "rich_text_list",
        style: "bullet",
        elements: rows.map((row) => ({
          type: "rich_text_section",
          elements: [bold(shorten(row.email, 100)), text(" · "), ...stateElements(row, reporting)],
        })),
      },
    ],
  };
}
