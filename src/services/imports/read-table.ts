import { setImmediate as nextTurn } from "node:timers/promises";
import { CsvError, type Options, type Parser, parse } from "csv-parse";
import { parse as parseNow } from "csv-parse/sync";
import { ImportUnreadable } from "./refusals.ts";

/** What may part columns. Which one does is decided by the first line alone. */
const delimiters = [",", ";", "\t", "|"];
/** `sep=;`, as Excel writes and reads it before everything else. */
const SEPARATOR = /^sep=(.)(?:\r\n|\n|\r|$)/i;
const LINE_ENDS = ["\r\n", "\n", "\r"];
const LINE_END = /\r\n|\n|\r/g;
/** The first line is looked for in this many characters. */
const LONGEST_FIRST_LINE = 64 * 1024;
/** How many bytes are read before others have their turn. */
const PIECE = 4 * 1024;

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

/** Every cell is text, whatever it looks like, and is read as it stands. */
const options = (delimiter: string): Options => ({
  delimiter,
  record_delimiter: LINE_ENDS,
  relax_column_count: true,
  skip_empty_lines: false,
});

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
    const [header = []]: string[][] = parseNow(text, { ...options(delimiter), to: 1 });
    return header;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/**
 * Reads the rows of a table, its first one among them, and lets others have their turn between.
 *
 * @param mostUneven how many rows may have another number of cells than the first, blank ones among them: csv-parse makes an
 *   error of each, which costs a hundred times what others do
 * @throws ImportUnreadable naming the line where quotes are wrong; when more rows are uneven
 */
export async function* readTable(
  text: string,
  { delimiter, start, line, header }: TableShape,
  mostUneven: number,
): AsyncGenerator<TableRow> {
  let rows: string[][] = [];
  // Rows that wait in the stream would be lost once the quotes of a later one are wrong.
  const keep = (cells: string[]) => void rows.push(cells);
  const faults: Error[] = [];
  const parser = parse({ ...options(delimiter), on_record: keep }).on("error", (error) => faults.push(error));
  // As bytes, since half of an emoji can't be: what ends in the middle of a character, the parser puts together.
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

/** Has a piece of a text parsed; what is wrong with it is an event of the parser. */
function parsed(parser: Parser, piece: Buffer, isLast: boolean): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve();
    if (isLast) parser.end(piece, done);
    else parser.write(piece, done);
  });
}

const lineEndsIn = (text: string) => text.match(LINE_END)?.length ?? 0;
