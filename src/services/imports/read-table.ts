import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { CsvError, type Options, parse } from "csv-parse";
import { parse as parseNow } from "csv-parse/sync";
import { ImportUnreadable } from "../errors.ts";

/** What may part columns. Which one does is decided by the first line alone. */
const delimiters = [",", ";", "\t", "|"];
/** `sep=;`, as Excel writes and reads it before everything else. */
const SEPARATOR = /^sep=(.)(?:\r\n|\n|\r|$)/i;
const LINE_ENDS = ["\r\n", "\n", "\r"];
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
  const rest = text.slice(said.length);
  const blank = /^(?:[^\S\r\n]*(?:\r\n|\n|\r))*/.exec(rest)?.[0] ?? "";
  const start = said.length + blank.length;
  const line = 1 + lineEndsIn(said) + lineEndsIn(blank);
  const first = text.slice(start, start + LONGEST_FIRST_LINE);
  if (first.trim() === "") throw new ImportUnreadable({ reason: "empty" });
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

/** Reads the rows of a table, its first one among them, and lets others have their turn between. @throws ImportUnreadable naming the line where quotes are wrong */
export async function* readTable(
  text: string,
  { delimiter, start, line }: TableShape,
): AsyncGenerator<TableRow> {
  let at = line;
  try {
    const rows: AsyncIterable<string[]> = Readable.from(pieces(text, start)).pipe(parse(options(delimiter)));
    for await (const cells of rows) {
      yield { line: at, cells };
      at += 1 + cells.reduce((sum, cell) => sum + lineEndsIn(cell), 0);
    }
  } catch (error) {
    throw error instanceof CsvError ? new ImportUnreadable({ reason: "quotes", line: at }) : error;
  }
}

async function* pieces(text: string, start: number): AsyncGenerator<string> {
  for (let at = start; at < text.length; at += PIECE) {
    yield text.slice(at, at + PIECE);
    await nextTurn();
  }
}

const lineEndsIn = (text: string) => text.match(LINE_END)?.length ?? 0;
