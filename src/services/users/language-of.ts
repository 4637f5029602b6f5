import type { LanguageCode } from "../../locales/languages.ts";
import { acceptedLanguage, matchLanguage } from "../../locales/match-language.ts";
import type { UserDocument } from "../../models/user.ts";

/**
 * Returns the language somebody reads: as they said, otherwise as their identity provider says; undefined if nothing
 * says which.
 */
export function languageOf({
  language,
  provisioned,
}: Pick<UserDocument, "language" | "provisioned">): LanguageCode | undefined {
  return matchLanguage(language ?? "") ?? acceptedLanguage(provisioned?.profile.preferredLanguage);
}
