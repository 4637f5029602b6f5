/**
 * Where a spreadsheet may take the text that follows for a formula: at the start of a cell, after a line break, after a
 * tab (some split columns there as well as at the comma), and after a semicolon (which separates columns in much of
 * Europe, so a program that reads the file's commas as text ends cells there). Leading white space, invisible
 * characters and quotes, which aren't part of the text there, make no difference. An apostrophe there was either added
 * by us or is part of the text. A possible lead is matched as a whole rather than again after each of its line breaks,
 * so a cell of nothing else takes no longer than any other.
 */
const LEAD = /(?<=^|[;\t\r\n])[\s\p{C}'"]*[=+\-@＝＋－＠]?/gu;
const SIGN = /[=+\-@＝＋－＠]$/;

/** Writes a text so that no spreadsheet takes it for a formula: adds an apostrophe that {@link fromCell} removes. */
export function toCell(text: string): string {
  return text.replace(LEAD, (lead) => (SIGN.test(lead) ? lead.replace(/(?<=^|[\t\r\n])/g, "'") : lead));
}

/** Reads what {@link toCell} wrote; leaves anything else as it is. */
export function fromCell(cell: string): string {
  return cell.replace(LEAD, (lead) => (SIGN.test(lead) ? lead.replace(/(?<=^|[\t\r\n])'/g, "") : lead));
}
