import fc from "fast-check";

/** A person that a file is meant to contain. */
interface MeantPerson {
  email: string;
  name: string;
  groups: string;
  until: string;
  message: string;
}

/** A file, and its intended content by line. */
export interface GeneratedFile {
  bytes: Buffer;
  /** The people, by the line of the file where each begins. */
  meant: Map<number, MeantPerson>;
  /** What was broken in it; null if nothing was. */
  broken: string | null;
}

const columns = ["email", "name", "groups", "until", "message"] as const;
const encodings = ["utf-8", "utf-8 with BOM", "utf-16le", "utf-16be", "windows-1252"] as const;
const breaks = [
  "quote inside a bare cell",
  "quote never closed",
  "row too short",
  "row too long",
  "no such date",
  "byte that fits nothing",
  "column twice",
] as const;

const western = [
  "Müller",
  "Zoë",
  "François",
  "Nuñez",
  "Bjørk",
  "Ångström",
  "O’Hara",
  "Müßig",
  "Ça va",
  "20 €",
];
const anywhere = ["Наталья", "林美玲", "Ελένη", "مريم", "😀 Eve", "Dvořák"];
const plain = ["Eve", "00123", "1e3", "0x1F", "true", "=1+1", "+49 30 123", "'quoted'", "null", "-"];
const spiky = ["a,b", "c;d", "e|f", "g\th", 'say "hi"', "two\nlines", "two\r\nlines", '"', ",,", ' "x" '];

/** Text of a cell: trimmed at both ends, as when it is read. */
const text = (isWestern: boolean) =>
  fc
    .array(fc.constantFrom(...plain, ...western, ...spiky, ...(isWestern ? [] : anywhere)), { maxLength: 3 })
    .map((parts) => parts.join(" ").trim());

const person = (isWestern: boolean) =>
  fc.record({
    email: fc.nat(99_999).map((number) => `eve${number}@example.com`),
    name: text(isWestern),
    groups: fc.constantFrom("", "Users", "Sales; Users", "Sales, EMEA", "Users|Sales"),
    until: fc.constantFrom("", "2027-02-28", "2028-02-29"),
    message: text(isWestern),
  });

/** Files as programs write them, in all the ways there are; every third one is broken. */
export const generatedFile: fc.Arbitrary<GeneratedFile> = fc
  .record({
    encoding: fc.constantFrom(...encodings),
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    order: fc.shuffledSubarray([...columns], { minLength: columns.length }),
    isUpper: fc.boolean(),
    says: fc.boolean(),
    quotesAll: fc.boolean(),
    // A lone CR before a blank line that ends in LF would become a single line end, CRLF.
    ends: fc.constantFrom(["\r\n"], ["\n"], ["\r"], ["\r\n", "\n"], ["\r\n", "\r"]),
    blanks: fc.array(fc.nat(5), { maxLength: 2 }),
    endsOpen: fc.boolean(),
    broken: fc.option(fc.constantFrom(...breaks), { freq: 2 }),
  })
  .chain((how) =>
    fc
      .array(person(how.encoding === "windows-1252"), { minLength: 1, maxLength: 8 })
      .map((people) => fileOf(people, how)),
  );

interface How {
  encoding: (typeof encodings)[number];
  delimiter: string;
  order: (typeof columns)[number][];
  isUpper: boolean;
  says: boolean;
  quotesAll: boolean;
  ends: readonly string[];
  blanks: number[];
  endsOpen: boolean;
  broken: (typeof breaks)[number] | null;
}

function fileOf(people: MeantPerson[], how: How): GeneratedFile {
  const { delimiter, order, ends, broken } = how;
  const header = order.map((name) => (how.isUpper ? name.toUpperCase() : name));
  const rows = people.map((each) => order.map((column) => cell(each[column], how)));
  const last = rows.at(-1) ?? [];
  if (broken === "quote inside a bare cell") last[0] = 'Eve "Evie" Adams';
  if (broken === "quote never closed") last[last.length - 1] = '"never closed';
  if (broken === "row too short") {
    last.pop();
    // Otherwise it could become a blank row.
    last[0] ||= "Eve";
  }
  if (broken === "row too long") last.push("more");
  if (broken === "no such date") last[order.indexOf("until")] = "2027-02-30";
  if (broken === "column twice") header[1] = ` ${header[0]}`;

  let written = how.says ? `sep=${delimiter}\n` : "";
  let line = how.says ? 2 : 1;
  const meant = new Map<number, MeantPerson>();
  const write = (cells: string[], isLast = false) => {
    const row = cells.join(delimiter);
    written += row + (isLast && how.endsOpen ? "" : (ends[line % ends.length] ?? "\n"));
    line += 1 + (row.match(/\r\n|\n|\r/g)?.length ?? 0);
  };
  write(header);
  for (const [index, each] of people.entries()) {
    if (how.blanks.includes(index)) write([""]);
    meant.set(line, each);
    write(rows[index] ?? [], index === people.length - 1);
  }
  return { bytes: bytesOf(written, how), meant, broken };
}

function cell(value: string, { delimiter, quotesAll }: How): string {
  const needsQuotes = quotesAll || value.includes(delimiter) || /["\r\n]/.test(value);
  return needsQuotes ? `"${value.replaceAll('"', '""')}"` : value;
}

function bytesOf(text: string, { encoding, broken }: How): Buffer {
  const bytes = encoded(text, encoding);
  if (broken !== "byte that fits nothing") return bytes;
  const wrong = encoding.startsWith("utf-16") ? [0x00, 0xd8, 0x41, 0x00] : [0x41, 0x81, 0x41];
  return Buffer.concat([bytes, Buffer.from(encoding === "utf-16be" ? Buffer.from(wrong).swap16() : wrong)]);
}

function encoded(text: string, encoding: How["encoding"]): Buffer {
  switch (encoding) {
    case "utf-8":
      return Buffer.from(text);
    case "utf-8 with BOM":
      return Buffer.from(`\ufeff${text}`);
    case "utf-16le":
      return Buffer.from(`\ufeff${text}`, "utf16le");
    case "utf-16be":
      return Buffer.from(`\ufeff${text}`, "utf16le").swap16();
    case "windows-1252":
      return Buffer.from(text.replaceAll("€", "\x80").replaceAll("’", "\x92"), "latin1");
  }
}
