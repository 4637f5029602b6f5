/** What a spreadsheet takes for the beginning of a formula, also behind white space; an apostrophe before it was added or stands for itself. */
const FORMULA = /^'*\s*[=+\-@＝＋－＠]/u;

/** Writes a text so that no spreadsheet takes it for a formula: with an apostrophe in front, which {@link fromCell} takes off. */
export function toCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Reads what {@link toCell} wrote; anything else stays as it is. */
export function fromCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
