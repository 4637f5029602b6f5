import { setImmediate as nextTurn } from "node:timers/promises";
import { CsvError, type Options, type Parser, parse } from "csv-parse";
import { parse as parseNow } from "csv-parse/sync";
import { ImportUnreadable } from "./refusals.ts";

/** Possible column delimiters. The first line alone decides which one applies. */
const delimiters = [",", ";", "\t", "|"];
/** `sep=;`, which Excel writes and reads before everything else. */
const SEPARATOR = /^sep=(.)(?:\r\n|\n|\r|$)/i;
/** Rows of nothing but white space and delimiters are blank. */
const NOT_BLANK = /[^\s,;|]/;
const LINE_ENDS = ["\r\n", "\n", "\r"];
const LINE_END = /\r\n|\n|\r/g;
/** How many characters are searched for the first line: a survey's columns are named by its questions. */
const LONGEST_FIRST_LINE = 256 * 1024;
/** How many bytes are read before yielding to others. */
const PIECE = 4 * 1024;

/** A row of a table. */
export interface TableRow {
  /** The line of the file where it begins, from 1. */
  line: number;
  cells: string[];
}

/** A text's column delimiter, and where its table begins. */
export interface TableShape {
  delimiter: string;
  /** The position in the text, and its line. */
  start: number;
  line: number;
  /** The first row that isn't blank. */
  header: string[];
}

/** Every cell is text, whatever it looks like, and is read as is. */
const options = (delimiter: string): Options => ({
  delimiter,
  record_delimiter: LINE_ENDS,
  relax_column_count: true,
  skip_empty_lines: false,
});

/**
 * Finds a text's column delimiter: the one `sep=` names, otherwise the one that makes the most of its first line.
 *
 * @param worth how much a first row read this way is worth; on a tie the earlier delimiter wins
 * @throws ImportUnreadable when there is nothing, or the first line's quotes are wrong with every delimiter
 */
export function tableShape(text: string, worth: (header: readonly string[]) => number): TableShape {
  const [said = "", separator] = SEPARATOR.exec(text) ?? [];
  const says = said.length + text.slice(said.length).search(NOT_BLANK);
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
    const [header = []]: string[][] = parseNow(text, { ...options(delimiter), to: 1 });
    return header;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/**
 * Reads a table's rows, including its first, yielding to others in between.
 *
 * @param mostUneven how many rows, blank ones included, may have a different number of cells than the first: csv-parse
 *   makes an error of each, which costs a hundred times as much as other rows
 * @throws ImportUnreadable with the line where quotes are wrong; when more rows are uneven
 */
export async function* readTable(
  text: string,
  { delimiter, start, line, header }: TableShape,
  mostUneven: number,
): AsyncGenerator<TableRow> {
  let rows: string[][] = [];
  // Rows waiting in the stream would be lost once a later one's quotes are wrong.
  const keep = (cells: string[]) => void rows.push(cells);
  const faults: Error[] = [];
  const parser = parse({ ...options(delimiter), on_record: keep }).on("error", (error) => faults.push(error));
  // As bytes, because half an emoji can't be text: the parser joins characters split between pieces.
  const bytes = Buffer.from(text.slice(start));
  let [at, uneven] = [line, 0];
  for (let from = 0; from <= bytes.length && faults.length === 0; from += PIECE) {
    await parsed(parser, bytes.subarray(from, from + PIECE), from + PIECE > bytes.length);
    for (const cells of rows) {
      if (cells.length !== header.length) uneven += 1;
      if (uneven > mostUneven)
        throw new ImportUnreadable({ reason: "too_many", count: lineEndsIn(text), most: mostUneven });
      yield { line: at, cells };
      at += 1 + cells.reduce((sum, cell) => sum + lineEndsIn(cell), 0);
    }
    rows = [];
    await nextTurn();
  }
  const [fault] = faults;
  if (fault) throw fault instanceof CsvError ? new ImportUnreadable({ reason: "quotes", line: at }) : fault;
}

/** Feeds a piece of text to the parser, which emits an event for anything wrong with it. */
function parsed(parser: Parser, piece: Buffer, isLast: boolean): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve();
    if (isLast) parser.end(piece, done);
    else parser.write(piece, done);
  });
}

const lineEndsIn = (text: string) => text.match(LINE_END)?.length ?? 0;
