import type { LanguageCode } from "../../locales/languages.ts";
import { matchLanguage } from "../../locales/match-language.ts";
import type { InviteDocument } from "../../models/invite.ts";

type Invite = Pick<InviteDocument, "language" | "mailLanguage">;

/** Returns the language of an invite's mails; undefined if an older version created it and nobody chose one. */
export function mailLanguageOf({ language = "", mailLanguage = "" }: Invite): LanguageCode | undefined {
  return matchLanguage(mailLanguage) ?? matchLanguage(language);
}

/** Returns the language the inviter chose for the invitee; undefined if none, or not one of ours. */
export function chosenLanguageOf({ language = "" }: Invite): LanguageCode | undefined {
  return matchLanguage(language);
}
