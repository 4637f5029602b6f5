import { expect, test } from "vitest";
import { type LanguageCode, languageCodes, languageWith } from "../../src/locales/languages.ts";
import { asLine, asText, breaksBefore, Isolated, type Sentence } from "../../src/locales/sentence.ts";
import { unbrokenMoment } from "../../src/locales/unbroken.ts";
import { wordsIn } from "../../src/locales/words.ts";
import { endIn } from "../../src/services/end-text.ts";
import { type Argument, type CatalogueMessage, messagesOf } from "../support/catalogues.ts";

const counts = [0, 1, 2, 5, 1_000_000];
const hostile = [
  "<b>Eve</b>",
  "{0}",
  "{count}",
  "it's '{'",
  "#",
  "\u202emoc.elpmaxe\u202c",
  "שלום (x)",
  "&lt;",
];
/** French and its like have a form for millions, which nothing here counts to. */
const millions = ["fr", "es", "es-419", "pt-BR", "it"];

const english = new Map((await messagesOf("en")).map((each) => [`${each.section}.${each.key}`, each]));

/** Says a message as the app does. */
async function say(
  code: LanguageCode,
  { section, key }: CatalogueMessage,
  values: object,
): Promise<Sentence> {
  const phrase: unknown = Reflect.get(Reflect.get(await wordsIn(code), section), key);
  return typeof phrase === "function" ? phrase(values) : [String(phrase)];
}

const valuesFor = (of: ReadonlyMap<string, Argument>, text: string, count: number) =>
  Object.fromEntries(
    [...of].map(([name, kind]) => [name, kind === "count" ? count : kind === "text" ? text : kind[0]]),
  );

const ownParts = (sentence: Sentence) => sentence.filter((part) => typeof part === "string").join("");

test.each(languageCodes)("%s says everything, with any count", async (code) => {
  const messages = await messagesOf(code);
  expect(messages.map(({ section, key }) => `${section}.${key}`).sort()).toEqual([...english.keys()].sort());
  for (const each of messages) {
    const about = `${code} ${each.section}.${each.key}`;
    // A straight apostrophe before a brace quotes it.
    expect([about, each.message]).toEqual([about, expect.not.stringMatching(/'/)]);
    expect([about, each.message]).toEqual([about, expect.not.stringMatching(/^\s|\s$|\s\s/)]);
    const original = english.get(`${each.section}.${each.key}`);
    expect([about, [...each.arguments].sort()]).toEqual([about, [...(original?.arguments ?? [])].sort()]);
    for (const count of counts) {
      const said = asLine(await say(code, each, valuesFor(each.arguments, "Eve", count)));
      expect([about, count, said]).toEqual([
        about,
        count,
        expect.not.stringMatching(/[#{}]|undefined|NaN|\[object/),
      ]);
      expect(said.trim()).not.toBe("");
    }
  }
});

test.each(languageCodes)("%s has the forms that its plurals need", async (code) => {
  const { pluralCategories } = new Intl.PluralRules(languageWith(code).tag).resolvedOptions();
  const needed = pluralCategories.filter((form) => form !== "many" || !millions.includes(code));
  for (const { section, key, plurals, message } of await messagesOf(code))
    for (const forms of plurals) {
      // What counts nothing in words needs one form alone.
      const named = forms.filter((form) => !form.startsWith("="));
      const isListed = message.includes("{groups}");
      if (named.length > 1 && !isListed)
        expect([code, section, key, [...named].sort()]).toEqual([code, section, key, [...needed].sort()]);
    }
});

test.each(languageCodes)("in %s whatever people write stays text", async (code) => {
  for (const each of await messagesOf(code))
    for (const text of hostile) {
      const sentence = await say(code, each, valuesFor(each.arguments, text, 1));
      for (const part of sentence) if (part instanceof Isolated) expect(part.text).toBe(text);
      expect(ownParts(sentence)).not.toMatch(/[<>{}#]/);
    }
});

test.each(languageCodes)("in %s a message without one of its arguments fails", async (code) => {
  for (const each of await messagesOf(code))
    for (const missing of each.arguments.keys()) {
      const { [missing]: _, ...others } = valuesFor(each.arguments, "Eve", 1);
      await expect(say(code, each, others)).rejects.toThrow(`"${missing}" was not provided`);
    }
});

test("names are isolated where they may turn a sentence, in text alone", async () => {
  const arabic = await wordsIn("ar");
  const german = await wordsIn("de");
  const inGerman = (who: string) => asText(german.mail.writes({ inviter: who }), "ltr");
  expect(inGerman("Mia Chen")).toBe("Mia Chen schreibt:");
  expect(inGerman("ליאת")).toBe("\u2068ליאת\u2069 schreibt:");
  const subject = arabic.mail.inviteSubject({ inviter: "Mia", organisation: "Acme" });
  expect(asText(subject, "rtl")).toContain("\u2068Mia\u2069");
  expect(asLine(subject)).not.toMatch(/[\u2066-\u2069]/);
});

test("an end that is put into a sentence runs as the sentence does, though its own parts are isolated", async () => {
  const words = await wordsIn("ar");
  const end = endIn(words, { until: new Date("2026-12-31T23:00:00Z"), zone: "Europe/Berlin" });
  expect(end).toMatch(/^\u2068.+\u2069 \(\u2068.+\u2069\)$/);
  expect(asText(words.home.until({ end }), "rtl")).toContain(`\u2067${end}\u2069`);
  expect(asText((await wordsIn("de")).home.until({ end }), "ltr")).toContain(`\u2066${end}\u2069`);
});

test("a list's names stand for themselves", async () => {
  const { list, either } = await wordsIn("de");
  expect(list(["A", "ב", "C"])).toEqual([
    new Isolated("A"),
    ", ",
    new Isolated("ב"),
    " und ",
    new Isolated("C"),
  ]);
  expect(asLine(either(["Mia", "Jonas"]))).toBe("Mia oder Jonas");
});

test("names in Chinese and Hebrew lists stand as in our sentences", async () => {
  const listed = async (code: LanguageCode, names: string[]) => asLine((await wordsIn(code)).list(names));
  expect(await listed("zh-Hans", ["Users", "Billing", "财务"])).toBe("Users、Billing 和财务");
  expect(await listed("zh-Hant", ["財務", "R&D"])).toBe("財務和 R&D");
  expect(await listed("he", ["Users", "Billing"])).toBe("Users ו־Billing");
});

test("a zone is named in the reader's language; in English as admins choose it", async () => {
  const at = new Date("2026-12-31T23:00:00Z");
  const named = async (code: LanguageCode, zone: string) => (await wordsIn(code)).zone(zone, at);
  expect(await named("en", "Europe/Berlin")).toBe("Europe/Berlin");
  expect(await named("de", "Europe/Berlin")).toBe("Mitteleuropäische Zeit");
  expect(await named("ja", "America/New_York")).toBe("米国東部時間");
  expect(await named("ar", "UTC")).toBe("UTC");
  for (const code of languageCodes)
    expect((await wordsIn(code)).moment(at, "Asia/Tokyo")).not.toMatch(/[[\]]/);
});

test("a list of names can be broken between them where there are no spaces, and never behind a bracket", async () => {
  const { list, common } = await wordsIn("ja");
  const names = list(["Warehouse-1", "Warehouse-2"]);
  expect(names.map((_, index) => breaksBefore(names, index))).toEqual([false, false, true]);
  const end = common.endDay({ day: "12月31日", zone: "UTC" });
  expect(end.some((_, index) => breaksBefore(end, index))).toBe(false);
});

test("no line ends between a day and its month, or a time and its zone", async () => {
  const at = new Date("2026-03-03T13:00:00Z");
  const said = async (code: LanguageCode) =>
    unbrokenMoment((await wordsIn(code)).moment(at, "UTC"))
      .replaceAll("\u00a0", "~")
      .replaceAll("\u2060", "_");
  expect(await said("en")).toBe("3~March, 13:00~UTC");
  expect(await said("de")).toBe("3.~März um 13:00~UTC");
  expect(await said("es")).toMatch(/^3~de~marzo\D+13:00~UTC$/);
  expect(await said("ko")).toBe("3월~3일 13:00~UTC");
  expect(await said("ja")).toBe("3_月_3_日 13:00~UTC");
  expect(await said("zh-Hans")).toBe("3_月_3_日 UTC~13:00");
  expect(unbrokenMoment((await wordsIn("zh-Hant")).day(at, "UTC"))).toBe(
    "2026\u2060年3\u2060月\u20603\u2060日",
  );
  for (const code of languageCodes)
    expect((await wordsIn(code)).fullMoment(at, "UTC")).toMatch(/13:00\u00a0UTC|UTC\u00a013:00/);
});

test("the first of a month is the first where people write it so", async () => {
  const said = async (code: LanguageCode, date: string) =>
    (await wordsIn(code)).fullMoment(new Date(date), "UTC").replaceAll("\u00a0", " ");
  expect(await said("fr", "2026-12-01T14:01:00Z")).toBe("mardi 1er décembre 2026 à 14:01 UTC");
  expect(await said("pt-BR", "2026-12-01T14:01:00Z")).toBe(
    "terça-feira, 1º de dezembro de 2026 às 14:01 UTC",
  );
  expect(await said("fr", "2026-12-21T14:01:00Z")).toBe("lundi 21 décembre 2026 à 14:01 UTC");
  expect(await said("it", "2026-12-01T14:01:00Z")).toContain(" 1 dicembre");
});

test("on pages and in mails a line ends neither in e-mail, nor in a Polish word of one letter, nor before a particle", async () => {
  const [german, polish, korean] = await Promise.all([wordsIn("de"), wordsIn("pl"), wordsIn("ko")]);
  expect(german.mail.unexpected).toContain("E\u2011Mail");
  expect(german.home.email).toBe("E-Mail");
  expect(polish.pages.accept).toBe("Przyjmij i\u00a0zarejestruj się");
  expect(asLine(korean.pages.expired({ at: "22:00" }))).toContain("22:00\u2060에");
});

test("moments are in the zone that is given, with digits that everybody reads", async () => {
  const at = new Date("2026-03-03T13:00:00Z");
  const said = async (code: LanguageCode) => (await wordsIn(code)).moment(at, "Europe/Berlin");
  expect(await said("en")).toBe("3 March, 14:00 CET");
  expect(await said("de")).toBe("3. März um 14:00 MEZ");
  for (const code of languageCodes) expect(await said(code)).toMatch(/14:00/);
  const { fromNow } = await wordsIn("pl");
  const later = new Date(at.getTime() + 5 * 86_400_000);
  expect(fromNow(later, at)).toBe("za\u00a05\u00a0dni");
  expect((await wordsIn("ja")).fromNow(later, at)).toBe("5日後");
  expect((await wordsIn("zh-Hans")).fromNow(later, at)).toBe("5\u00a0天后");
});
