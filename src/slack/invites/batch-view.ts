import type { ModalView, RichTextBlock } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { BatchRow } from "../../services/invites/batch.ts";
import { batchRef } from "../kit/batch-ref.ts";
import { actions, bold, button, date, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { totalsOf } from "../messages/batch.ts";
import { type Reporting, stateElements, stateName, stateNames } from "../messages/invite-state.ts";

const ROWS_IN_A_BLOCK = 25;

/** A batch at a moment in time. */
interface Shown {
  batchId: string;
  rows: readonly BatchRow[];
  now: Date;
}

/**
 * Draws *Show All*: the state of every invite in a batch, worst first. 3 blocks, and 1 for each state and 25 invites.
 */
export function batchView({ batchId, rows, now }: Shown, reporting: Reporting): ModalView {
  const lists = stateNames.flatMap((name) =>
    inChunks(rows.filter((row) => stateName(row) === name)).map((chunk) => listed(chunk, reporting)),
  );
  return {
    type: "modal",
    title: title(`Invites to ${rows.length} people`),
    close: plain("Close"),
    blocks: [
      paragraph(bold(totalsOf(rows)), text("\nAs of "), date(now, "{time}")),
      actions(button(ids.batch.refresh, "Refresh", { value: batchRef.encode({ batchId }) })),
      ...lists,
    ],
  };
}

function inChunks(rows: readonly BatchRow[]): BatchRow[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_IN_A_BLOCK) }, (_, index) =>
    rows.slice(index * ROWS_IN_A_BLOCK, (index + 1) * ROWS_IN_A_BLOCK),
  );
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
          elements: [text(`${shorten(row.email, 100)} · `), ...stateElements(row, reporting)],
        })),
      },
    ],
  };
}
