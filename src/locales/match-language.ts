import { isLanguageCode, type LanguageCode } from "./languages.ts";

/** Regions that write Chinese in traditional script, for tags that name no script. */
const traditionalRegions = ["TW", "HK", "MO"];
/** The regions of Spain, or no region; Spanish is Latin American everywhere else. */
const iberian = [undefined, "ES", "EA", "IC"];

/**
 * Finds the best language for a BCP 47 tag such as `de-AT` or `zh_HK`: the language itself, or the variant we have.
 *
 * @returns undefined for a language that we don't have, and for anything that isn't a tag
 */
export function matchLanguage(tag: string): LanguageCode | undefined {
  const locale = tag === "" ? undefined : localeOf(tag);
  if (!locale) return undefined;
  const { language, region, script } = locale;
  switch (language) {
    case "es":
      // Some services write Latin American Spanish as that of Laos.
      return iberian.includes(region) ? "es" : "es-419";
    case "pt":
      return "pt-BR";
    case "zh":
    case "yue":
      return isTraditional(language, region, script) ? "zh-Hant" : "zh-Hans";
    default:
      return isLanguageCode(language) ? language : undefined;
  }
}

/** `Intl.Locale` replaces old codes with current ones: `iw` becomes `he`. */
function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.trim().replaceAll("_", "-"));
  } catch {
    return undefined;
  }
}

function isTraditional(language: string, region: string | undefined, script: string | undefined): boolean {
  if (script) return script === "Hant";
  return region ? traditionalRegions.includes(region) : language === "yue";
}

/** No browser sends a longer one. */
const LONGEST_HEADER = 1_000;

/**
 * Reads `Accept-Language` (RFC 9110, 12.5.4): the most wanted language that we have.
 *
 * @returns undefined if it names none of them
 */
export function acceptedLanguage(header: string | undefined): LanguageCode | undefined {
  if (!header || header.length > LONGEST_HEADER) return undefined;
  const wanted = header.split(",").map((range) => {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim());
    const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice("q=".length);
    return { language: matchLanguage(tag), weight: weight === undefined ? 1 : Number(weight) };
  });
  return wanted
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)[0]?.language;
}
