import type { LanguageCode } from "../../locales/languages.ts";
import { acceptedLanguage, matchLanguage } from "../../locales/match-language.ts";
import type { UserDocument } from "../../models/user.ts";

/** Finds the language that somebody reads: as they said, else as their identity provider says; undefined where nothing says so. */
export function languageOf({
  language,
  provisioned,
}: Pick<UserDocument, "language" | "provisioned">): LanguageCode | undefined {
  return matchLanguage(language ?? "") ?? acceptedLanguage(provisioned?.profile.preferredLanguage);
}
