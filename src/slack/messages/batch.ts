import type { KnownBlock } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { BatchRow, BatchSnapshot } from "../../services/invites/batch.ts";
import { batchRef } from "../kit/batch-ref.ts";
import { actions, bold, button, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { type Audience, audienceNote, possessive } from "./audience.ts";
import { remedyButtons } from "./invite-buttons.ts";
import {
  needsAttention,
  type Reporting,
  stateElements,
  stateName,
  stateNames,
  stateText,
} from "./invite-state.ts";

const MAX_ROWS = 10;

/**
 * Draws the inviter's card of one batch: totals, and a row for each invite that needs attention; in a batch of up to
 * 10, every invite has a row. At most 1 block + 2 for each of 10 rows + 1.
 */
export function batchCard(batch: BatchSnapshot, reporting: Reporting): Card {
  return drawn(headline(batch.rows), batch, reporting);
}

/** Draws the same facts in a message sent once a day, since an updated card notifies nobody. 1 more block. */
export function summaryCard(batch: BatchSnapshot, audience: Audience, reporting: Reporting): Card {
  const news = `Update on ${possessive(audience, batch.inviter)} ${lowerFirst(headline(batch.rows))}`;
  const { text, blocks } = drawn(news, batch, reporting);
  return { text, blocks: [...blocks, ...audienceNote(audience, batch.inviter)] };
}

function drawn(headline: string, { batchId, rows }: BatchSnapshot, reporting: Reporting): Card {
  const [first] = rows;
  if (first && rows.length === 1)
    return {
      text: `${headline}\n${stateText(first, reporting)}`,
      blocks: rowBlocks(headline, first, reporting),
    };
  const shown = shownRows(rows);
  const totals = totalsOf(rows);
  return {
    text: [headline, totals, ...shown.map((row) => `${shortEmail(row)}: ${stateText(row, reporting)}`)].join(
      "\n",
    ),
    blocks: [
      paragraph(bold(headline), text(`\n${totals}`)),
      ...shown.flatMap((row) => rowBlocks(shortEmail(row), row, reporting)),
      ...(shown.length < rows.length ? [actions(showAllButton(batchId))] : []),
    ],
  };
}

const shortEmail = ({ email }: BatchRow) => shorten(email, 100);

const showAllButton = (batchId: string) =>
  button(ids.batch.showAll, "Show All", { value: batchRef.encode({ batchId }) });

function headline(rows: readonly BatchRow[]): string {
  const [first] = rows;
  if (rows.length === 1 && first) return `Invite to ${shortEmail(first)}`;
  return `Invites to ${rows.length} people`;
}

const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** Counts by state, worst first: *2 bounced · 12 delivered · 20 accepted*. */
export function totalsOf(rows: readonly BatchRow[]): string {
  return stateNames
    .map((name) => ({ name, count: rows.filter((row) => stateName(row) === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${name}`)
    .join(" · ");
}

function shownRows(rows: readonly BatchRow[]): BatchRow[] {
  const order = (row: BatchRow) => stateNames.indexOf(stateName(row));
  const wanted = rows.length <= MAX_ROWS ? rows : rows.filter(needsAttention);
  return [...wanted].sort((a, b) => order(a) - order(b)).slice(0, MAX_ROWS);
}

function rowBlocks(title: string, row: BatchRow, reporting: Reporting): KnownBlock[] {
  const buttons = remedyButtons(row);
  return [
    paragraph(bold(title), text("\n"), ...stateElements(row, reporting)),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  ];
}
