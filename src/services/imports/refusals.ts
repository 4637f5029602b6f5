import { cutOff } from "../cut-off.ts";
import { DomainError } from "../errors.ts";

const MAX_COLUMNS = 10;
const LONGEST_COLUMN = 40;

/** A file of people can't be read reliably, so none of it was imported. */
export class ImportUnreadable extends DomainError<
  | { reason: "empty" | "not_fetched" | "not_text" }
  | { reason: "too_large"; most: string }
  | { reason: "too_many"; count: number; most: number }
  | { reason: "byte" | "quotes"; line: number }
  | { reason: "column_twice"; line: number; column: string }
  | { reason: "no_email_column"; line: number; columns: readonly string[] }
> {
  readonly code = "import_unreadable";
  sentence(): string {
    const { facts } = this;
    switch (facts.reason) {
      case "empty":
        return "There is nothing in this file. Nothing was imported.";
      case "not_fetched":
        return "The file could not be fetched. Try again, or paste its text.";
      case "not_text":
        return "This is no text file. In your spreadsheet, save the people as CSV, and choose that file.";
      case "too_large":
        return `This file is larger than ${facts.most}. Split it.`;
      case "too_many":
        return `This file has ${facts.count.toLocaleString("en")} lines. An import takes up to ${facts.most.toLocaleString("en")}. Split it.`;
      case "byte":
        return `Line ${facts.line} has a byte that fits no encoding we know. Save the file as UTF-8.`;
      case "quotes":
        return `The quotes in line ${facts.line} can’t be read. A quote inside a cell is written twice, and the cell stands in quotes.`;
      case "column_twice":
        return `Line ${facts.line} names two columns ${facts.column}. Rename or remove one.`;
      case "no_email_column":
        return `Line ${facts.line} names no column email, but ${names(facts.columns)}. Start with a line such as email,name,groups.`;
    }
  }
}

/** Lists the first few of some user-supplied names. */
function names(all: readonly string[]): string {
  const first = all.slice(0, MAX_COLUMNS).map((name) => `“${cutOff(name, LONGEST_COLUMN)}”`);
  return [...first, ...(all.length > first.length ? ["…"] : [])].join(", ");
}
