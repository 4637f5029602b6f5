import { setImmediate as nextTurn } from "node:timers/promises";
import * as z from "zod";
import { cutOff } from "../cut-off.ts";
import { fold } from "../fold.ts";
import { type DecodedText, decodeText, type TextEncoding } from "./decode-text.ts";
import { type Column, columns } from "./fault.ts";
import { faultyLine, type ImportLine, type LineCells, readLine } from "./read-line.ts";
import { readTable, tableShape } from "./read-table.ts";
import { ImportUnreadable } from "./refusals.ts";

/** The largest file, in bytes. */
export const MAX_BYTES = 10 * 1024 * 1024;
/** The most lines that aren't blank. */
const MAX_LINES = 50_000;
/** How many lines are read before yielding to others. */
const AT_ONCE = 200;
/** How many lines are looked for before yielding. */
const FOUND_AT_ONCE = 10_000;
/** How many unknown columns are named, and how much of each name. */
const MOST_IGNORED = 1_000;
const LONGEST_IGNORED = 100;

/** A file's content. */
export interface ReadImport {
  encoding: TextEncoding;
  lines: ImportLine[];
  /** Names of columns that mean nothing here. */
  ignored: string[];
}

/**
 * Reads a file of people: a table whose first line names its columns, or one column of addresses. Anything unreadable
 * in a line is that line's fault; the other lines are still read.
 *
 * @throws ImportUnreadable when no line can be read reliably, or there are too many
 */
export async function readTableOf(file: Buffer | string): Promise<ReadImport> {
  const { text, encoding }: DecodedText =
    typeof file === "string" ? { text: file, encoding: "utf-8" } : decodeText(file);
  const shape = tableShape(text, worthOf);
  const names = headerOf(shape.header, shape.line);
  const lines = new Lines();
  for await (const { line, cells } of readTable(text, shape, MAX_LINES)) {
    if ((names.isHeader && line === shape.line) || cells.every((cell) => cell.trim() === "")) continue;
    lines.add(() => readCells(line, cells, names.columns));
  }
  return { encoding, lines: await lines.all(), ignored: someOf(names.ignored) };
}

/** Reads a file of people as programs write it: one JSON object per line. @throws ImportUnreadable */
export async function readJsonLines(file: Buffer): Promise<ReadImport> {
  const { text, encoding } = decodeText(file);
  const lines = new Lines();
  const ignored = new Set<string>();
  let line = 0;
  for (const [, written = ""] of text.matchAll(/([^\r\n]*)(?:\r\n|\n|\r|$)/g)) {
    line += 1;
    if (line % FOUND_AT_ONCE === 0) await nextTurn();
    const at = line;
    if (written.trim() !== "") lines.add(() => readJson(at, written, ignored));
  }
  return { encoding, lines: await lines.all(), ignored: someOf([...ignored]) };
}

/** Lines, parsed once it is known that there aren't too many. */
class Lines {
  readonly #reads: (() => ImportLine)[] = [];
  #count = 0;

  add(read: () => ImportLine): void {
    this.#count += 1;
    if (this.#count <= MAX_LINES) this.#reads.push(read);
  }

  async all(): Promise<ImportLine[]> {
    if (this.#count === 0) throw new ImportUnreadable({ reason: "empty" });
    if (this.#count > MAX_LINES)
      throw new ImportUnreadable({ reason: "too_many", count: this.#count, most: MAX_LINES });
    const lines: ImportLine[] = [];
    for (const read of this.#reads) {
      if (lines.length % AT_ONCE === 0) await nextTurn();
      lines.push(read());
    }
    return lines;
  }
}

const someOf = (ignored: string[]) =>
  ignored.slice(0, MOST_IGNORED).map((name) => cutOff(name, LONGEST_IGNORED));

const columnKey = (name: string) => fold(name).replace(/[\s_-]/g, "");

function columnOf(name: string): Column | undefined {
  const key = columnKey(name);
  return columns.find((column) => column === key);
}

/** A first line is worth the number of known columns it names; nothing without the email. */
function worthOf(header: readonly string[]): number {
  const known = header.flatMap((name) => columnOf(name) ?? []);
  return known.includes("email") ? known.length : 0;
}

interface Header {
  isHeader: boolean;
  columns: (Column | undefined)[];
  ignored: string[];
}

/** @throws ImportUnreadable when two columns have the same name, or there are several and none is the email */
function headerOf(header: readonly string[], line: number): Header {
  if (worthOf(header) === 0) return headless(header, line);
  const keys = new Set([""]);
  const twice = header.find((name) => columnKey(name) !== "" && keys.size === keys.add(columnKey(name)).size);
  if (twice !== undefined) throw new ImportUnreadable({ reason: "column_twice", line, column: twice.trim() });
  return {
    isHeader: true,
    columns: header.map(columnOf),
    ignored: header.filter((name) => name.trim() !== "" && !columnOf(name)).map((name) => name.trim()),
  };
}

function headless(header: readonly string[], line: number): Header {
  const [cell = ""] = header;
  const { fault } = readLine(line, { email: cell });
  if (header.length > 1 || fault)
    throw new ImportUnreadable({
      reason: "no_email_column",
      line,
      columns: header.map((each) => each.trim()),
    });
  return { isHeader: false, columns: ["email"], ignored: [] };
}

function readCells(line: number, cells: readonly string[], names: Header["columns"]): ImportLine {
  const written: LineCells = {};
  for (const [index, column] of names.entries()) if (column) written[column] = cells[index] ?? "";
  if (cells.length < names.length) return faultyLine(line, { code: "too_few_cells" }, written);
  if (cells.length > names.length) {
    const more = cells.slice(names.length).join(", ");
    return faultyLine(line, { code: "too_many_cells" }, { ...written, more });
  }
  return readLine(line, written);
}

/** Neither NUL nor half of a surrogate pair is text; JSON can escape them. */
const jsonText = z.string().regex(/^[^\0\p{Cs}]*$/u);
const jsonLine = z.record(z.string(), z.union([jsonText, z.array(jsonText), z.null()]));

function readJson(line: number, written: string, ignored: Set<string>): ImportLine {
  const value = parsed(written);
  const object = jsonLine.safeParse(value);
  const cells: LineCells = {};
  let isListed = false;
  // JSON.parse keeps the last value of a name written twice.
  let isReadable = object.success && Object.keys(Object(value)).length === namesIn(written);
  for (const [name, value] of Object.entries(object.data ?? {})) {
    const column = columns.find((each) => each === name) ?? columnOf(name);
    if (column === "groups") isListed = Array.isArray(value);
    if (!column) ignored.add(name);
    else if (cells[column] === undefined)
      cells[column] = Array.isArray(value) ? value.join("\n") : (value ?? "");
    // Either of a column's two names could be meant.
    else isReadable = false;
  }
  if (!isReadable) return faultyLine(line, { code: "not_json" }, cells);
  return { ...readLine(line, cells), ...(isListed && { isListed }) };
}

/** Counts the names in a JSON object without others inside: a colon outside its strings follows each. */
function namesIn(json: string): number {
  // Escapes go first: one pattern for both runs out of stack on a long string.
  const rest = json.replace(/\\./g, "").replace(/"[^"]*"/g, "");
  return rest.split(":").length - 1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
