import { blockText } from "./as-text.ts";
import type { Block } from "./block-kit/blocks.ts";
import { controlsOf } from "./block-kit/controls.ts";
import type { Control } from "./block-kit/elements.ts";
import { type NameOf, readable } from "./mrkdwn.ts";
import type { Surface } from "./surface.ts";

/** A control and its block. */
export interface Found<C extends Control = Control> {
  control: C;
  block: Block;
}

const startsRow = new Set<Block["type"]>([
  "section",
  "rich_text",
  "header",
  "divider",
  "input",
  "card",
  "alert",
]);

/**
 * Returns the controls of a surface, in reading order.
 *
 * @param beside keeps only the rows that show this text; a row is a section (or another block with a text of its own)
 *   and the context and actions blocks that follow it
 */
export function controlsOn(surface: Surface, nameOf: NameOf, beside?: string): Found[] {
  const rows = rowsOf(surface.blocks);
  const showing = (says: (text: string) => boolean) =>
    rows.filter((row) => row.some((block) => says(blockText(block, surface, nameOf))));
  const kept = beside === undefined ? rows : closest(beside, showing);
  return kept.flat().flatMap((block) => controlsOf(block).map((control) => ({ control, block })));
}

/** Returns rows that show the text as a whole (not eve@acme.io in steve@acme.io), or else as a part. */
function closest(sought: string, showing: (says: (text: string) => boolean) => Block[][]): Block[][] {
  const escaped = sought.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const whole = new RegExp(`(?<![\\w.+@-])${escaped}(?![\\w@-])`);
  const exact = showing((text) => whole.test(text));
  return exact.length > 0 ? exact : showing((text) => text.includes(sought));
}

/** Returns a control's names for a person: its visible text first, then what a screen reader says. */
export function namesOf({ control, block }: Found, nameOf: NameOf): string[] {
  const names: (string | undefined)[] = [];
  if (control.type === "button") names.push(control.text.text, control.accessibility_label);
  if (block.type === "input") names.push(block.label.text);
  if (block.type === "section") names.push(readable(block.text, nameOf));
  if ("placeholder" in control) names.push(control.placeholder?.text);
  return names.filter((name) => name !== undefined);
}

function rowsOf(blocks: Block[]): Block[][] {
  const rows: Block[][] = [];
  for (const block of blocks) {
    const row = rows.at(-1);
    if (!row || startsRow.has(block.type)) rows.push([block]);
    else row.push(block);
  }
  return rows;
}
