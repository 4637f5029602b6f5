/**
 * Where a spreadsheet may take what follows for a formula: at the beginning of a cell; behind a line break; behind a tab, at which
 * some part columns beside the comma, or the semicolon that parts them in much of Europe, since whatever reads the commas of a file
 * as text ends cells there. White space, what nobody sees, and quotes, which are none of the text there, in front change nothing. An
 * apostrophe there was added, or stands for itself. What could lead to a formula is found whole, and does not begin anew behind each
 * of its line breaks: a cell of nothing else takes no longer than another.
 */
const LEAD = /(?<=^|[;\t\r\n])[\s\p{C}'"]*[=+\-@＝＋－＠]?/gu;
const SIGN = /[=+\-@＝＋－＠]$/;

/** Writes a text so that no spreadsheet takes a part of it for a formula: with an apostrophe in front, which {@link fromCell} takes off. */
export function toCell(text: string): string {
  return text.replace(LEAD, (lead) => (SIGN.test(lead) ? lead.replace(/(?<=^|[\t\r\n])/g, "'") : lead));
}

/** Reads what {@link toCell} wrote; anything else stays as it is. */
export function fromCell(cell: string): string {
  return cell.replace(LEAD, (lead) => (SIGN.test(lead) ? lead.replace(/(?<=^|[\t\r\n])'/g, "") : lead));
}
