import { expect, test } from "vitest";
import { languageCodes } from "../../src/locales/languages.ts";
import { acceptedLanguage, matchLanguage } from "../../src/locales/match-language.ts";

test.each([
  ["en-GB", "en"],
  ["en-US", "en"],
  ["de-AT", "de"],
  ["de_CH", "de"],
  ["fr-CA", "fr"],
  ["es", "es"],
  ["es-ES", "es"],
  // The Spanish of Laos, as some services write that of Latin America.
  ["es-LA", "es-419"],
  ["es-MX", "es-419"],
  ["es-419", "es-419"],
  ["es-US", "es-419"],
  // The Canary Islands.
  ["es-IC", "es"],
  ["pt", "pt-BR"],
  ["pt-PT", "pt-BR"],
  ["zh", "zh-Hans"],
  ["zh-CN", "zh-Hans"],
  ["zh-SG", "zh-Hans"],
  ["zh-TW", "zh-Hant"],
  ["zh-HK", "zh-Hant"],
  ["zh-Hant-CN", "zh-Hant"],
  ["zh_hant_HK", "zh-Hant"],
  ["cmn-Hant", "zh-Hant"],
  ["yue", "zh-Hant"],
  ["zh-MO", "zh-Hant"],
  ["zh-Hans-TW", "zh-Hans"],
  ["iw", "he"],
  ["iw-IL", "he"],
  ["he-IL", "he"],
  ["ar-EG", "ar"],
  ["ar-u-nu-arab", "ar"],
  ["ja-JP-u-ca-japanese", "ja"],
  ["JA", "ja"],
  [" ko-KR ", "ko"],
])("%s reads %s", (tag, language) => expect(matchLanguage(tag)).toBe(language));

const none = [
  "nl",
  "nb",
  "tlh",
  "",
  "*",
  "not a tag",
  "x".repeat(1_000),
  `de-${"x-".repeat(500)}`,
  "constructor",
];
test.each([...none, "__proto__", "de;q=0", "de-", "-de", "de\0", "../de"])("%s is none of ours", (tag) =>
  expect(matchLanguage(tag)).toBeUndefined(),
);

test.each(languageCodes)("%s is itself", (code) => expect(matchLanguage(code)).toBe(code));

test.each([
  [undefined, undefined],
  ["", undefined],
  ["de", "de"],
  ["nl,de;q=0.8,en;q=0.9", "en"],
  ["en;q=0.1, fr ; q=0.5", "fr"],
  ["he;q=0,ar;q=0.001", "ar"],
  ["de;q=x,pl", "pl"],
  ["de;q=,;q=1,, fr", "fr"],
  ["DE-at;Q=0.5,fr;q=0.4", "de"],
  ["de;q=-1,fr;q=0.1", "fr"],
  ["*;q=0.5,ja;q=0", undefined],
  ["nb-NO,nb;q=0.9,en-US;q=0.8,en;q=0.7", "en"],
  ["*", undefined],
  ["es-AR,es;q=0.9", "es-419"],
  [`de,${"x,".repeat(1_000)}`, undefined],
])("of %s, %s is wanted", (header, language) => expect(acceptedLanguage(header)).toBe(language));
