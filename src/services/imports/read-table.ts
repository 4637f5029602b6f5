import { setImmediate as nextTurn } from "node:timers/promises";
import { ImportUnreadable } from "./refusals.ts";

/** What may part columns. Which one does is decided by the first line alone. */
const delimiters = [",", ";", "\t", "|"];
/** `sep=;`, as Excel writes and reads it before everything else. */
const SEPARATOR = /^sep=(.)(?:\r\n|\n|\r|$)/i;
const ROW_ENDS = ["\r\n", "\n", "\r", ""];
const LINE_END = /\r\n|\n|\r/g;
/** So much of a file surely holds its first line. */
const LONGEST_FIRST_LINE = 64 * 1024;
/** So much is read at a time, between which others have their turn. */
const PIECE = 32 * 1024;

/** A row of a table. */
export interface TableRow {
  /** The line of the file that it begins in, from 1. */
  line: number;
  cells: string[];
}

/** What parts the columns of a text, and where its table begins. */
export interface TableShape {
  delimiter: string;
  /** Where in the text, and in which line. */
  start: number;
  line: number;
  /** The first row that says anything. */
  header: string[];
}

/** A cell of a table: text, whatever it looks like, as it stands. */
interface Cell {
  text: string;
  /** Where what follows it begins. */
  next: number;
  endsRow: boolean;
}

/** The quotes of a table are wrong. */
class WrongQuotes extends Error {}

/**
 * Finds out what parts the columns of a text: what `sep=` says, else what makes most of its first line.
 *
 * @param worth how much a first row, read so, is worth; the earlier delimiter wins a draw
 * @throws ImportUnreadable when there is nothing, or the quotes of the first line are wrong however it is read
 */
export function tableShape(text: string, worth: (header: readonly string[]) => number): TableShape {
  const [said = "", separator] = SEPARATOR.exec(text) ?? [];
  const says = said.length + text.slice(said.length).search(/\S/);
  if (says < said.length) throw new ImportUnreadable({ reason: "empty" });
  const start = Math.max(said.length, 1 + text.lastIndexOf("\n", says), 1 + text.lastIndexOf("\r", says));
  const line = 1 + lineEndsIn(text.slice(0, start));
  const first = text.slice(start, start + LONGEST_FIRST_LINE);
  const shapes = (separator ? [separator] : delimiters).flatMap((delimiter) => {
    const header = headerOf(first, delimiter);
    return header ? [{ delimiter, start, line, header }] : [];
  });
  const [best] = shapes.sort((a, b) => worth(b.header) - worth(a.header));
  if (!best) throw new ImportUnreadable({ reason: "quotes", line });
  return best;
}

function headerOf(text: string, delimiter: string): string[] | null {
  try {
    const header: string[] = [];
    for (const cell of cellsIn(text, 0, delimiter)) {
      header.push(cell.text);
      if (cell.endsRow) break;
    }
    return header;
  } catch (error) {
    if (error instanceof WrongQuotes) return null;
    throw error;
  }
}

/** Reads the rows of a table, its first one among them, and lets others have their turn between. @throws ImportUnreadable naming the line where quotes are wrong */
export async function* readTable(
  text: string,
  { delimiter, start, line }: TableShape,
): AsyncGenerator<TableRow> {
  let [at, rested] = [line, start];
  let cells: string[] = [];
  try {
    for (const cell of cellsIn(text, start, delimiter)) {
      cells.push(cell.text);
      if (cell.endsRow) {
        yield { line: at, cells };
        at += 1 + cells.reduce((sum, each) => sum + lineEndsIn(each), 0);
        cells = [];
      }
      if (cell.next - rested < PIECE) continue;
      rested = cell.next;
      await nextTurn();
    }
  } catch (error) {
    throw error instanceof WrongQuotes ? new ImportUnreadable({ reason: "quotes", line: at }) : error;
  }
}

/** Parts a text by RFC 4180, and by line ends of any kind: a quote begins a cell, ends it, or stands for itself, doubled, in such a cell. @throws WrongQuotes */
function* cellsIn(text: string, start: number, delimiter: string): Generator<Cell> {
  const special = new RegExp(`["\\r\\n\\u{${delimiter.codePointAt(0)?.toString(16)}}]`, "gu");
  let isOpen = false;
  for (let at = start; at < text.length || isOpen; ) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? closingQuote(text, at) + 1 : nextOf(special, text, at);
    const parting = text.startsWith("\r\n", end) ? "\r\n" : (text[end] ?? "");
    isOpen = parting === delimiter;
    if (parting === '"' || !(isOpen || ROW_ENDS.includes(parting))) throw new WrongQuotes();
    const bare = isQuoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end);
    at = end + parting.length;
    yield { text: bare, next: at, endsRow: !isOpen };
  }
}

/** Where the quote closes that opens here. @throws WrongQuotes */
function closingQuote(text: string, opens: number): number {
  let at = text.indexOf('"', opens + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  if (at < 0) throw new WrongQuotes();
  return at;
}

function nextOf(special: RegExp, text: string, from: number): number {
  special.lastIndex = from;
  return special.exec(text)?.index ?? text.length;
}

const lineEndsIn = (text: string) => text.match(LINE_END)?.length ?? 0;
