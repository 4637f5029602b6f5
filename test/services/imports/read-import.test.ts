import fc from "fast-check";
import { expect, test } from "vitest";
import { readJsonLines, readTableOf } from "../../../src/services/imports/read-import.ts";
import { readTable, tableShape } from "../../../src/services/imports/read-table.ts";
import { ImportUnreadable } from "../../../src/services/imports/refusals.ts";
import { addressesIn } from "../../../src/services/invites/parse-addresses.ts";
import { fromCell, toCell } from "../../../src/services/spreadsheet-cell.ts";
import { generatedFile } from "../../support/imports/generated-file.ts";

/** What a file says, a line a row: its number, and what is read or why not. */
async function rows(file: Buffer | string) {
  const { lines } = await readTableOf(file);
  return lines.map(({ line, fault, cells: _, ...said }) => ({ line, ...(fault ? { fault } : said) }));
}

async function refusal(file: Buffer | string): Promise<string> {
  const error = await readTableOf(file).catch((thrown: unknown) => thrown);
  return error instanceof ImportUnreadable ? error.message : "";
}

test("columns are found by name, in any order, case and separator", async () => {
  const eve = { line: 2, email: "eve@example.com", name: "Adams, Eve", groups: "Users; Sales" };
  expect(await rows('E-Mail,Name,GROUPS\nEve@Example.com,"Adams, Eve",Users; Sales\n')).toEqual([eve]);
  expect(await rows('name;groups;email\r\nAdams, Eve;"Users; Sales";eve@example.com')).toEqual([eve]);
  expect(await rows("Groups\tE-mail\tName\nUsers; Sales\teve@example.com\tAdams, Eve\n")).toEqual([eve]);
  expect(await rows("email|name|groups\reve@example.com|Adams, Eve|Users; Sales\r")).toEqual([eve]);
});

test("a file with one column needs no header, and blank rows count", async () => {
  expect(await rows("eve@example.com\n\n  \nAdam <adam@example.com>\r\n")).toEqual([
    { line: 1, email: "eve@example.com" },
    { line: 4, email: "adam@example.com" },
  ]);
  expect(await refusal("eve@example.com;Eve\nadam@example.com;Adam")).toContain("names no column email");
  expect(await rows("eve@example.com\nadam@example.com;Adam\nann@example.com,Ann")).toMatchObject([
    { email: "eve@example.com" },
    { fault: { code: "beside_address" } },
    { fault: { code: "too_many_cells" } },
  ]);
});

test("an address alone in its cell is read as in any text", async () => {
  const part = fc.stringMatching(/^[a-zA-Z0-9_+-]{1,6}$/);
  const domain = fc.array(fc.stringMatching(/^[a-zA-Z0-9-]{1,6}$/), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 3 }), domain, async (local, labels) => {
      const address = `${local.join(".")}@${labels.join(".")}.com`;
      const [line] = await rows(`email\n${address}`);
      const { emails } = addressesIn(address);
      expect(line).toEqual({
        line: 2,
        ...(emails.length === 1
          ? { email: emails[0] }
          : { fault: { code: "malformed_address", column: "email" } }),
      });
    }),
  );
});

test("nothing is cast, and line ends of several kinds separate rows", async () => {
  const said = await rows("email,name\r\na@example.com,00123\nb@example.com,1e3\rc@example.com,0x1F");
  expect(said.map((each) => [each.line, "name" in each && each.name])).toEqual([
    [2, "00123"],
    [3, "1e3"],
    [4, "0x1F"],
  ]);
});

test("a name with emoji and rare letters stays whole, wherever it is in a long file", async () => {
  const names = Array.from({ length: 2_000 }, (_, n) => `${"x".repeat(n % 7)}👩🏽‍🚀 𠮷田`);
  const read = await rows(["email,name", ...names.map((name, n) => `e${n}@example.com,${name}`)].join("\n"));
  expect(read.map((each) => "name" in each && each.name)).toEqual(names);
});

test("what can't be read in a row is an error of that row, and the others are read", async () => {
  const file = [
    "email,until,expires,language",
    "eve@example.com,2027-02-28,,PT-br",
    "adam@example.com,31.12.2026,,",
    "ann@example.com,2027-02-29,,",
    "ben@example.com,,tomorrow,",
    "cleo@example.com,,,deutsch-",
    "nobody",
    ",2027-01-01,,",
    "a@example.com b@example.com,,,",
    "dan@example.com,,",
    "eli@example.com,,,,",
  ];
  expect(await rows(file.join("\n"))).toEqual([
    { line: 2, email: "eve@example.com", until: "2027-02-28", language: "pt-BR" },
    { line: 3, fault: { code: "date", column: "until" } },
    { line: 4, fault: { code: "date", column: "until" } },
    { line: 5, fault: { code: "date", column: "expires" } },
    { line: 6, fault: { code: "language", column: "language" } },
    { line: 7, fault: { code: "too_few_cells" } },
    { line: 8, fault: { code: "no_address", column: "email" } },
    { line: 9, fault: { code: "several_addresses", column: "email" } },
    { line: 10, fault: { code: "too_few_cells" } },
    { line: 11, fault: { code: "too_many_cells" } },
  ]);
});

test("two columns with the same name are refused by name, and unknown ones are named", async () => {
  expect(await refusal("email,Name,name\n")).toBe("Line 1 names two columns name. Rename or remove one.");
  const { ignored } = await readTableOf("email,Department,,Phone\neve@example.com,HR,,1\n");
  expect(ignored).toEqual(["Department", "Phone"]);
});

test("Windows-1252 is told apart from UTF-8, and a byte that fits neither names its line", async () => {
  const latin = (text: string) => Buffer.from(text, "latin1");
  const read = await readTableOf(latin("email,name\neve@example.com,Zo\xeb\x80\n"));
  expect(read).toMatchObject({ encoding: "windows-1252", lines: [{ name: "Zoë€" }] });
  expect(await refusal(latin("email,name\n\nx@example.com,a\x81b\n"))).toContain("Line 3 has a byte");
  const utf8 = Buffer.concat([
    Buffer.from("email,name\nx@example.com,Zoë\n"),
    latin("y@example.com,Zo\xeb\n"),
  ]);
  expect(await refusal(utf8)).toContain("Line 3 has a byte");
  expect(await refusal(Buffer.from("email\neve@example.com\0\n"))).toContain("Line 2 has a byte");
});

test.each([
  ["„Viel Spaß“", "Zoë"],
  ["«\u00a0Amitié\u00a0»", "Été"],
  ["AU CAFÉ\u00a0!", "Noël"],
  ["„TSCHÜ“", "Jörg"],
])("Windows-1252 stays that where %s looks like a letter in UTF-8", async (message, name) => {
  const windows = (text: string) =>
    Buffer.from(text.replaceAll("„", "\x84").replaceAll("“", "\x93"), "latin1");
  const read = await readTableOf(windows(`email,name,message\neve@example.com,${name},${message}\n`));
  expect(read).toMatchObject({ encoding: "windows-1252", lines: [{ name, message }] });
});

test.each(["Zoë", "Ольга", "李明", "Ελένη", "“quoted”", "👩🏽‍🚀"])(
  "UTF-8 with one wrong byte and a name like %s is refused with its line",
  async (name) => {
    const wrong = Buffer.from("y@example.com,Zo\xeb\n", "latin1");
    const file = Buffer.concat([Buffer.from(`email,name\nx@example.com,${name}\n`), wrong]);
    expect(await refusal(file)).toContain("Line 3 has a byte");
  },
);

test.each([
  ["a workbook", "PK\x03\x04\x14\x00\x06\x00\x08\x00"],
  ["an older workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00"],
  ["a PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"],
  ["a compressed file", "\x1f\x8b\x08\x00\x00"],
])("%s is refused with what to do instead", async (_, start) => {
  expect(await refusal(Buffer.from(`${start}email\neve@example.com`, "latin1"))).toBe(
    "This is no text file. In your spreadsheet, save the people as CSV, and choose that file.",
  );
});

test("rows without content before the header are blank, also as a spreadsheet writes them", async () => {
  const eve = { line: 4, email: "eve@example.com", name: "Eve" };
  for (const blank of [",,", ";;", "\t\t", "|"])
    expect(await rows(`${blank}\r\n \r\nemail;name;\r\neve@example.com;Eve;\r\n`)).toEqual([eve]);
  expect(await rows("sep=,\n,\nemail,name\neve@example.com,Eve")).toEqual([eve]);
  expect(await refusal(",,\n;\n")).toContain("nothing in this file");
});

test("more than 50,000 lines are refused with their number", async () => {
  const file = Array.from({ length: 50_001 }, (_, index) => `e${index}@example.com`).join("\n");
  expect(await refusal(file)).toBe("This file has 50,001 lines. An import takes up to 50,000. Split it.");
  expect(await refusal(" \n\n")).toContain("nothing in this file");
});

test("JSON lines say the same, and a line that isn't JSON is an error of its own", async () => {
  const file = [
    '{"email":"eve@example.com","groups":["Users","Sales, EMEA"],"until":null,"team":"x"}',
    "",
    "[]",
    '{"email":7}',
  ];
  const { lines, ignored } = await readJsonLines(Buffer.from(file.join("\n")));
  expect(lines).toMatchObject([
    { line: 1, email: "eve@example.com", groups: "Users\nSales, EMEA" },
    { line: 3, fault: { code: "not_json" } },
    { line: 4, fault: { code: "not_json" } },
  ]);
  expect(ignored).toEqual(["team"]);
});

test("JSON lines also name their columns in any case, and each once", async () => {
  const file = [
    '{"Email":"eve@example.com","GROUPS":["Sales"],"Until":"2030-12-31","Team":"x"}',
    '{"e-mail":"adam@example.com","Expires":"2030-12-30"}',
    '{"email":"ann@example.com","Email":"ben@example.com"}',
    '{"email":"ann@example.com","until":"2030-12-31","UNTIL":""}',
  ];
  const { lines, ignored } = await readJsonLines(Buffer.from(file.join("\n")));
  expect(lines).toEqual([
    { line: 1, email: "eve@example.com", groups: "Sales", isListed: true, until: "2030-12-31" },
    { line: 2, email: "adam@example.com", expires: "2030-12-30" },
    expect.objectContaining({ line: 3, fault: { code: "not_json" } }),
    expect.objectContaining({ line: 4, fault: { code: "not_json" } }),
  ]);
  expect(ignored).toEqual(["Team"]);
});

test("a JSON line that says something twice, or contains what is no text, is an error", async () => {
  const file = [
    '{"email":"ann@example.com","email":"ben@example.com"}',
    '{"email":"cleo@example.com","name":"Cleo","na\\u006de":"Ben"}',
    '{"email":"dan@example.com","team":"a","team":"b"}',
    '{"email":"eve@example.com","name":"\\"name\\": \\\\","groups":["name",":","Sales"]}',
    '{ "email" : "fay@example.com" , "__proto__" : null }',
    '{"email":"gil@example.com","name":"Gil\\u0000"}',
    '{"email":"hal@example.com","message":"\\ud83d"}',
    '{"email":"ina@example.com","message":"\\ud83d\\ude80"}',
  ];
  const { lines } = await readJsonLines(Buffer.from(file.join("\n")));
  expect(lines.map(({ email, fault }) => fault?.code ?? email)).toEqual([
    "not_json",
    "not_json",
    "not_json",
    "eve@example.com",
    "fay@example.com",
    "not_json",
    "not_json",
    "ina@example.com",
  ]);
  expect(lines[3]).toMatchObject({ name: '"name": \\', groups: "name\n:\nSales" });
});

test.each(["x", "\\n"])("a JSON line of millions of %j is read", async (part) => {
  const file = `{"email":"eve@example.com","notes":"${part.repeat(5_000_000)}"}`;
  const { lines } = await readJsonLines(Buffer.from(file));
  expect(lines).toEqual([{ line: 1, email: "eve@example.com" }]);
});

test("a first line of 200,000 characters names its columns, each once", async () => {
  const columns = Array.from({ length: 2_000 }, (_, n) => `${n}. ${"How did you like it? ".repeat(4)}`);
  const file = (names: string[]) => `${["email", ...names].join(",")}\na@example.com${",x".repeat(2_000)}`;
  const { lines, ignored } = await readTableOf(file(columns));
  expect(lines).toEqual([{ line: 2, email: "a@example.com" }]);
  expect(ignored[999]).toBe(columns[999]?.trim());
  // More are not kept.
  expect(ignored).toHaveLength(1_000);
  const [first = ""] = columns;
  expect(await refusal(file(columns.with(1_999, first)))).toContain(
    "names two columns 0. How did you like it?",
  );
});

test("a language's name is not its code", async () => {
  const { lines } = await readTableOf(
    "email,language\na@example.com,German\nb@example.com,deutsch\nc@example.com,ger\nd@example.com,nl-BE",
  );
  const fault = { code: "language", column: "language" };
  expect(lines).toMatchObject([{ fault }, { fault }, { language: "de" }, { language: "nl-BE" }]);
});

test("a language is read as systems write it", async () => {
  const { lines } = await readTableOf(
    "email,language\na@example.com,pt_BR\nb@example.com,zh_Hant_TW\nc@example.com,_",
  );
  expect(lines).toMatchObject([
    { language: "pt-BR" },
    { language: "zh-Hant-TW" },
    { fault: { code: "language", column: "language" } },
  ]);
});

test("cells come back from a spreadsheet as they were, and none starts a formula there", () => {
  const parts = fc.constantFrom(
    "'",
    " ",
    "\t",
    "\n",
    "\r",
    "=",
    "+",
    "-",
    "@",
    "＝",
    ";",
    "a",
    "1",
    "+49 30",
    '"',
    "\u00a0",
    "\u200b",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(parts, { maxLength: 6 }).map((each) => each.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(fromCell(toCell(text))).toBe(text);
      // Some programs end a cell at these, whatever stands around it.
      for (const part of toCell(text).split(/[;\t\r\n]/))
        expect(part).not.toMatch(/^[\s\p{C}"]*[=+\-@＝＋－＠]/u);
    }),
  );
  // Written so, a program that parts columns at semicolons finds an empty quotation, and a formula behind it.
  expect(toCell('x;"=1+1;y')).toBe(`x;'"=1+1;y`);
});

test("a cell of only line breaks and apostrophes holds nobody up", () => {
  const long = "'\n".repeat(200_000);
  expect(fromCell(long)).toBe(long);
  expect(toCell(long)).toBe(long);
  expect(fromCell(toCell(`${long}=`))).toBe(`${long}=`);
});

test("wrong quotes name the line they are in, not an earlier one", async () => {
  const good = 'email,name\r\na@example.com,Ann\n\rb@example.com,"Ben\nB."\n';
  for (const bad of [
    'c@example.com,Cleo "C" Adams\n',
    'c@example.com, "Cleo"\n',
    '"c@example.com"x,Cleo\n',
    '"c\n\n',
  ])
    expect(await refusal(good + bad)).toContain("line 6");
});

test("a file that starts with millions of blank lines is read", async () => {
  const many = 5_000_000;
  expect(await rows(`${" \n".repeat(many)}email\na@example.com`)).toEqual([
    { line: many + 2, email: "a@example.com" },
  ]);
});

test.each([
  ["a table", readTableOf],
  ["JSON lines", readJsonLines],
])("many blank lines leave others their turns, in %s", async (_, read) => {
  let turns = 0;
  let done = false;
  const others = () => {
    turns += 1;
    if (!done) setImmediate(others);
  };
  setImmediate(others);
  const file = `email\n${"\n".repeat(200_000)}${"a@example.com\n".repeat(50_001)}`;
  await expect(read(Buffer.from(file))).rejects.toThrow(ImportUnreadable);
  done = true;
  expect(turns).toBeGreaterThan(10);
});

test("incomplete rows are read up to a number, and cost no more beyond it", async () => {
  const MOST = 2_000;
  const read = async (count: number) => {
    const text = `email,name\na@example.com,Ann\n${"\n".repeat(count)}`;
    const shape = tableShape(text, ({ length }) => length);
    let last = 0;
    for await (const { line } of readTable(text, shape, MOST)) last = line;
    return last;
  };
  expect(await read(MOST)).toBe(MOST + 2);
  const costs = async (count: number) => {
    const before = process.cpuUsage();
    await expect(read(count)).rejects.toThrow(`${(count + 2).toLocaleString("en")} lines`);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  expect(await costs(200_000)).toBeLessThan(10 * (await costs(MOST + 1)));
});

/** `npm test` reads some of them, `npm run test:faults` all. */
const FILES = process.env.FAULTS === "full" ? 2_000 : 150;

test("generated files are read as intended or refused by line, never read as something else", async () => {
  await fc.assert(
    fc.asyncProperty(generatedFile, async ({ bytes, meant, broken }) => {
      const read = await readTableOf(bytes).catch((error: unknown) => {
        if (error instanceof ImportUnreadable && broken) return null;
        throw error;
      });
      if (!read) return;
      expect(["column twice", "byte that fits nothing", "quote never closed"]).not.toContain(broken);
      for (const { line, fault, cells: _, ...said } of read.lines) {
        const { email, ...rest } = meant.get(line) ?? { email: "" };
        const given = Object.entries(rest).filter(([, value]) => value !== "");
        if (!fault) expect({ ...said }).toEqual({ email, ...Object.fromEntries(given) });
      }
      expect(read.lines.map(({ line }) => line)).toEqual([...meant.keys()]);
      const faulty = read.lines.filter(({ fault }) => fault).length;
      expect(faulty).toBe(broken && broken !== "quote inside a bare cell" ? 1 : 0);
    }),
    { numRuns: FILES },
  );
});
