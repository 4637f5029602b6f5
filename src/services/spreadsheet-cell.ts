/**
 * Where a spreadsheet may take what follows for a formula: at the beginning of a cell; behind a line break, or the semicolon that
 * parts columns in much of Europe, since whatever reads the commas of a file as text ends cells there. White space, and what
 * nobody sees, in front changes nothing. An apostrophe there was added, or stands for itself.
 */
const FORMULA = /(?<=^|[;\r\n])(?=[\s\p{C}']*[=+\-@＝＋－＠])/gu;
/** The same places, where an apostrophe stands. */
const GUARDED = /(?<=^|[;\r\n])'(?=[\s\p{C}']*[=+\-@＝＋－＠])/gu;

/** Writes a text so that no spreadsheet takes a part of it for a formula: with an apostrophe in front, which {@link fromCell} takes off. */
export function toCell(text: string): string {
  return text.replace(FORMULA, "'");
}

/** Reads what {@link toCell} wrote; anything else stays as it is. */
export function fromCell(cell: string): string {
  return cell.replace(GUARDED, "");
}
