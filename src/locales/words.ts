import { IntlMessageFormat } from "intl-messageformat";
import type { Catalogue } from "./catalogue.ts";
import { type Formats, formatsOf } from "./formats.ts";
import { type Language, type LanguageCode, languageWith } from "./languages.ts";
import { memo } from "./memo.ts";
import type { Messages } from "./messages.ts";
import { Isolated, type Sentence } from "./sentence.ts";
import { unbrokenMessage } from "./unbroken.ts";

/** Everything we say in one language, and how it writes dates and lists. */
export type Words = Formats & { readonly language: Language } & {
  readonly [Section in keyof Messages]: {
    readonly [Key in keyof Messages[Section]]: Phrase<Messages[Section][Key]>;
  };
};

/**
 * How a message is used: a text, or a function that makes a sentence of its arguments; `V` is what a page can put in
 * besides text.
 */
type Phrase<Arguments> = [keyof Arguments] extends [never]
  ? string
  : <V = never>(values: { readonly [Name in keyof Arguments]: Value<Arguments[Name], V> }) => Sentence<V>;

/** Counts are numbers, choices are words; text can be anything, and is isolated. */
type Value<Argument, V> = string extends Argument ? string | V | Sentence<V> : Argument;

/** A catalogue is loaded when its language is first read. */
const load: { readonly [Code in LanguageCode]: () => Promise<{ catalogue: Catalogue }> } = {
  en: () => import("./en.ts"),
  de: () => import("./de.ts"),
  fr: () => import("./fr.ts"),
  es: () => import("./es.ts"),
  "es-419": () => import("./es-419.ts"),
  "pt-BR": () => import("./pt-BR.ts"),
  it: () => import("./it.ts"),
  pl: () => import("./pl.ts"),
  ja: () => import("./ja.ts"),
  ko: () => import("./ko.ts"),
  "zh-Hans": () => import("./zh-Hans.ts"),
  "zh-Hant": () => import("./zh-Hant.ts"),
  ar: () => import("./ar.ts"),
  he: () => import("./he.ts"),
};

const loaded = new Map<LanguageCode, Promise<Words>>();

/** Returns what we say in a language. */
export function wordsIn(code: LanguageCode): Promise<Words> {
  const known = loaded.get(code);
  if (known) return known;
  const words = load[code]().then(({ catalogue }) => wordsOf(code, catalogue));
  loaded.set(code, words);
  // Whoever asks next tries again.
  words.catch(() => loaded.delete(code));
  return words;
}

/** Creates the words of a catalogue, which the compiler has found complete. */
export function wordsOf(code: LanguageCode, catalogue: Catalogue): Words {
  const language = languageWith(code);
  const formats = formatsOf(language);
  const formatters = {
    getNumberFormat: memo(() => new Intl.NumberFormat(language.tag)),
    getDateTimeFormat: memo(() => new Intl.DateTimeFormat(language.tag)),
    getPluralRules: memo(() => new Intl.PluralRules(language.tag)),
  };
  const phrase = (message: string) => {
    if (!message.includes("{")) return message;
    const format = memo(
      () => new IntlMessageFormat(message, language.tag, undefined, { ignoreTag: true, formatters }),
    );
    return (values: Record<string, unknown>) => sentenceOf(format(), values);
  };
  const sections = Object.entries(catalogue).map(([section, messages]) => {
    const said = (message: string) => (isDrawn(section) ? unbrokenMessage(message, code) : message);
    const phrases = Object.entries(messages).map(([key, message]) => [key, phrase(said(message))]);
    return [section, Object.fromEntries(phrases)];
  });
  return { ...Object.fromEntries(sections), ...formats, language };
}

/** Whether we draw its lines ourselves; Slack draws those of the other sections. */
const isDrawn = (section: string) => section === "mail" || section === "pages";

/** @throws if an argument is missing */
function sentenceOf(format: IntlMessageFormat, values: Record<string, unknown>): Sentence<unknown> {
  const isolated = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? new Isolated(value) : value,
    ]),
  );
  return format.formatToParts<unknown>(isolated).flatMap(({ value }) => value);
}
