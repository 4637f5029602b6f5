import { expect, test } from "vitest";
import { addressesIn } from "../../../src/services/invites/parse-addresses.ts";

const eve = "eve@example.com";
const ben = "ben@example.com";

test.each<[string, string, string[], string[], number]>([
  ["comma", `${eve},${ben}`, [eve, ben], [], 0],
  ["comma and space, at the end too", `${eve}, ${ben},`, [eve, ben], [], 0],
  ["semicolon", `${eve};${ben};`, [eve, ben], [], 0],
  ["tab: two cells of a spreadsheet", `${eve}\t${ben}`, [eve, ben], [], 0],
  ["newline, with and without return", `${eve}\r\n${ben}\n`, [eve, ben], [], 0],
  ["space, also the no-break kind", `${eve}\u00a0${ben}`, [eve, ben], [], 0],
  ["what pasting leaves invisible", `\ufeff${eve}\u200b, ${ben}`, [eve, ben], [], 0],
  ["Name <address>", `Eve Adams <${eve}>, "Weber, Ben" <${ben}>`, [eve, ben], [], 4],
  ["Name<address> without a space", `Eve<${eve}>`, [eve], [], 1],
  ["columns of names", `Eve\tAdams\t${eve}\nBen\tWeber\t${ben}`, [eve, ben], [], 4],
  ["what mail programs write", `mailto:${eve}; <mailto:${ben}>`, [eve, ben], [], 0],
  ["brackets, quotes, full stops", `(${eve}), “${ben}”. '${eve}'`, [eve, ben], [], 0],
  ["duplicates, in any case", `${eve} EVE@Example.COM Eve@example.com`, [eve], [], 0],
  ["plus-addresses stay", "eve+test@example.com", ["eve+test@example.com"], [], 0],
  ["apostrophes stay", "o'brien@example.com", ["o'brien@example.com"], [], 0],
  ["malformed ones are named as typed", `Eve@ @b.io a@b ${eve}`, [eve], ["Eve@", "@b.io", "a@b"], 0],
  ["two at signs", "eve@@example.com", [], ["eve@@example.com"], 0],
  ["words without an at sign are counted", "hello to everyone", [], [], 3],
  ["nothing", " \n\t ,;", [], [], 0],
  [
    "a mail’s To: line",
    `To: "Adams, Eve" <${eve}>; 'Ben Weber' <${ben}>, undisclosed-recipients:;`,
    [eve, ben],
    [],
    6,
  ],
  ["prose", `Please let in ${eve}, and (if she’s back) ${ben}!`, [eve, ben], [], 7],
  ["a sentence that trails off", `${eve}… or ${ben}...`, [eve, ben], [], 1],
  ["what chat programs mark up", `*${eve}* \`${ben}\` •${eve}`, [eve, ben], [], 0],
  ["a table", `| Eve | ${eve} |\n|-----|-----|`, [eve], [], 3],
  [
    "a domain in another script",
    "eve@MÜNCHEN.example ivan@пример.рф",
    ["eve@xn--mnchen-3ya.example", "ivan@xn--e1afmkfd.xn--p1ai"],
    [],
    0,
  ],
  [
    "the same domain in both spellings",
    "eve@münchen.de eve@xn--mnchen-3ya.de",
    ["eve@xn--mnchen-3ya.de"],
    [],
    0,
  ],
  ["full-width characters", "ｅｖｅ＠example．com", [eve], [], 0],
  ["what turns the writing direction", `\u202b${eve}\u202c`, [eve], [], 0],
  ["a letter that mail servers do not take", "ève@example.com", [], ["ève@example.com"], 0],
  ["an ampersand", "r&d@example.com", ["r&d@example.com"], [], 0],
  ["an underscore is part of the address", "_eve_@example.com", ["_eve_@example.com"], [], 0],
  ["a domain that is none", "eve@-.example eve@ex..ample.com", [], ["eve@-.example", "eve@ex..ample.com"], 0],
  [
    "longer than an address may be",
    `${"e".repeat(250)}@example.com`,
    [],
    [`${"e".repeat(250)}@example.com`],
    0,
  ],
])("%s", (_, text, emails, malformed, ignoredWords) => {
  expect(addressesIn(text)).toEqual({ emails, malformed, ignoredWords });
});
