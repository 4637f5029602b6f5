import { cutOff } from "../cut-off.ts";
import { emailAddress } from "../email-address.ts";
import { readEnd } from "../ends.ts";
import { addressesIn } from "../invites/parse-addresses.ts";
import { fromCell } from "../spreadsheet-cell.ts";
import type { Column, LineFault } from "./fault.ts";

/** What a cell of a spreadsheet can hold. More isn't kept, as no column takes it. */
const LONGEST_CELL = 32_767;
/** With a name and notation around the address. */
const LONGEST_ADDRESS = 1000;
const LONGEST_NAME = 100;
const LONGEST_MESSAGE = 500;
const LONGEST_GROUPS = 1000;

/** A line's content by column, as text; `more` is what it has beyond the last column. */
export type LineCells = Partial<Record<Column | "more", string>>;

/** A line of a file, parsed. */
export interface ImportLine {
  /** Its position in the file, from 1. */
  line: number;
  /** Empty where there is none, or it can't be read. */
  email: string;
  name?: string | undefined;
  /** Group names, as written; missing means those chosen for all lines. */
  groups?: string | undefined;
  /** Each line of them is one name: they were a list. */
  isListed?: boolean | undefined;
  /** The last day of the memberships and of the link: 2026-12-31. */
  until?: string | undefined;
  expires?: string | undefined;
  message?: string | undefined;
  /** A BCP 47 code in canonical spelling. */
  language?: string | undefined;
  /** Why none of it is imported. */
  fault?: LineFault | undefined;
  /** As written; kept for a line with a fault. */
  cells?: LineCells | undefined;
}

/** Parses a line without guessing; the first thing that can't be read is its fault. */
export function readLine(line: number, given: LineCells): ImportLine {
  const written = keptOf(given);
  const cell = (column: Column) => (written[column] ? fromCell(written[column]).trim() : "");
  const email = cell("email");
  const [name, groups, message] = [cell("name"), cell("groups"), cell("message")];
  const [until, expires] = [cell("until"), cell("expires")];
  const isLong = tooLong("email", email, LONGEST_ADDRESS);
  const address = isLong
    ? { email: "", fault: isLong }
    : (guardedAddress(written.email ?? "") ?? readAddress(email));
  const language = readLanguage(cell("language"));
  const fault =
    address.fault ??
    tooLong("name", name, LONGEST_NAME) ??
    tooLong("groups", groups, LONGEST_GROUPS) ??
    tooLong("message", message, LONGEST_MESSAGE) ??
    badDate("until", until) ??
    badDate("expires", expires) ??
    (language === null ? ({ code: "language", column: "language" } as const) : undefined);
  return {
    line,
    email: address.email,
    ...(name && { name }),
    ...(groups && { groups }),
    ...(until && { until }),
    ...(expires && { expires }),
    ...(message && { message }),
    ...(language && { language }),
    ...(fault && { fault, cells: written }),
  };
}

/** Describes a line that can't be read at all. */
export function faultyLine(line: number, fault: LineFault, written: LineCells): ImportLine {
  return { ...readLine(line, written), fault, cells: keptOf(written) };
}

function keptOf(cells: LineCells): LineCells {
  if (Object.values(cells).every(({ length }) => length <= LONGEST_CELL)) return cells;
  return Object.fromEntries(
    Object.entries(cells).map(([column, cell]) => [column, cutOff(cell, LONGEST_CELL)]),
  );
}

/** Reads an address written with a leading apostrophe: what follows is part of the address, not a list bullet. */
function guardedAddress(cell: string): { email: string; fault?: LineFault } | null {
  const bare = fromCell(cell);
  const email = bare === cell ? null : emailAddress(bare.trim());
  return email ? { email } : null;
}

/** Most cells: just an address. It begins with a letter, so none of it is a bullet, a number or a mark. */
const BARE = /^[a-z][\w+-]*(?:\.[\w+-]+)*@[a-z\d.-]+[a-z]$/i;

/** Reads a cell with one address: `eve@example.com`, or `Eve Adams <eve@example.com>`. */
function readAddress(cell: string): { email: string; fault?: LineFault } {
  const bare = BARE.test(cell) ? emailAddress(cell) : null;
  if (bare) return { email: bare };
  if (cell === "") return { email: "", fault: { code: "no_address", column: "email" } };
  const { emails, malformed, ignoredWords } = addressesIn(cell);
  const [email = ""] = emails;
  const code = addressFault(emails.length, malformed.length, ignoredWords > 0 && !/<[^<>]*>$/.test(cell));
  return { email, ...(code && { fault: { code, column: "email" } }) };
}

function addressFault(found: number, malformed: number, isBeside: boolean): LineFault["code"] | null {
  if (malformed > 0 || found === 0) return "malformed_address";
  if (found > 1) return "several_addresses";
  return isBeside ? "beside_address" : null;
}

function tooLong(column: Column, cell: string, most: number): LineFault | undefined {
  return cell.length > most ? { code: "too_long", column } : undefined;
}

/** Years have four digits, including the year of the day after. */
const LATEST = "9999";

function badDate(column: Column, cell: string): LineFault | undefined {
  if (cell === "") return undefined;
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(cell) && cell < LATEST && readEnd(cell, "UTC") !== null;
  return isDate ? undefined : { code: "date", column };
}

/** No language has a longer code. `German` could be one by its form. */
const LONGEST_LANGUAGE = 3;

/** Some systems write `pt_BR`. @returns null for anything that isn't a language code */
function readLanguage(cell: string): string | null {
  if (cell === "") return "";
  try {
    const { language, baseName } = new Intl.Locale(cell.replaceAll("_", "-"));
    return language.length > LONGEST_LANGUAGE ? null : baseName;
  } catch {
    return null;
  }
}
