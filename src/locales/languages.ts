/** A language we can be read in. */
export interface Language {
  code: LanguageCode;
  /** Its own name, for menus. */
  name: string;
  dir: "ltr" | "rtl";
  /** The tag for `Intl`: digits are 0 to 9 in all languages, as in addresses and phone numbers. */
  tag: string;
  /** System fonts that cover its script, as CSS lists them; the first one installed is used. */
  fonts: string;
  /** The first day of a month, if it isn't written as a number. */
  firstDay?: string;
}

const latin = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const arabic = "-apple-system,'Segoe UI',Tahoma,'Geeza Pro','Noto Sans Arabic',Arial,sans-serif";
const hebrew = "-apple-system,'Segoe UI','Arial Hebrew','Noto Sans Hebrew',Arial,sans-serif";
const japanese = "-apple-system,'Hiragino Sans','Yu Gothic UI',Meiryo,'Noto Sans CJK JP',sans-serif";
const korean = "-apple-system,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans CJK KR',sans-serif";
const simplified = "-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif";
const traditional = "-apple-system,'PingFang TC','Microsoft JhengHei','Noto Sans CJK TC',sans-serif";

/** By code, in the order of menus. */
const table = {
  en: { name: "English", dir: "ltr", tag: "en-GB", fonts: latin },
  de: { name: "Deutsch", dir: "ltr", tag: "de", fonts: latin },
  fr: { name: "Français", dir: "ltr", tag: "fr", fonts: latin, firstDay: "1er" },
  es: { name: "Español", dir: "ltr", tag: "es", fonts: latin },
  "es-419": { name: "Español (Latinoamérica)", dir: "ltr", tag: "es-419", fonts: latin },
  "pt-BR": { name: "Português (Brasil)", dir: "ltr", tag: "pt-BR", fonts: latin, firstDay: "1º" },
  it: { name: "Italiano", dir: "ltr", tag: "it", fonts: latin },
  pl: { name: "Polski", dir: "ltr", tag: "pl", fonts: latin },
  ja: { name: "日本語", dir: "ltr", tag: "ja", fonts: japanese },
  ko: { name: "한국어", dir: "ltr", tag: "ko", fonts: korean },
  "zh-Hans": { name: "简体中文", dir: "ltr", tag: "zh-Hans", fonts: simplified },
  "zh-Hant": { name: "繁體中文", dir: "ltr", tag: "zh-Hant", fonts: traditional },
  ar: { name: "العربية", dir: "rtl", tag: "ar-u-nu-latn", fonts: arabic },
  he: { name: "עברית", dir: "rtl", tag: "he", fonts: hebrew },
} as const satisfies Record<string, Omit<Language, "code">>;

export type LanguageCode = keyof typeof table;

export const languageCodes = Object.keys(table) as readonly LanguageCode[];

export const languages: readonly Language[] = languageCodes.map((code) => ({ code, ...table[code] }));

export function languageWith(code: LanguageCode): Language {
  return { code, ...table[code] };
}

/** Returns a language's own name; undefined for an unknown code. */
export function languageName(code: string): string | undefined {
  return isLanguageCode(code) ? table[code].name : undefined;
}

export function isLanguageCode(text: string): text is LanguageCode {
  return Object.hasOwn(table, text);
}
