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
  ["pt", "pt-BR"],
  ["pt-PT", "pt-BR"],
  ["zh", "zh-Hans"],
  ["zh-CN", "zh-Hans"],
  ["zh-SG", "zh-Hans"],
  ["zh-TW", "zh-Hant"],
  ["zh-HK", "zh-Hant"],
  ["zh-Hant-CN", "zh-Hant"],
  ["zh-Hans-TW", "zh-Hans"],
  ["iw", "he"],
  ["iw-IL", "he"],
  ["ar-EG", "ar"],
  ["JA", "ja"],
  [" ko-KR ", "ko"],
])("%s reads %s", (tag, language) => expect(matchLanguage(tag)).toBe(language));

test.each(["nl", "tlh", "", "*", "not a tag", "x".repeat(300), "constructor"])("%s is none of ours", (tag) =>
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
  ["*", undefined],
  ["es-AR,es;q=0.9", "es-419"],
  [`de,${"x,".repeat(1_000)}`, undefined],
])("of %s, %s is wanted", (header, language) => expect(acceptedLanguage(header)).toBe(language));
