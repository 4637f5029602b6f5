import type { LanguageCode } from "../../locales/languages.ts";
import { matchLanguage } from "../../locales/match-language.ts";
import type { InviteDocument } from "../../models/invite.ts";

type Invite = Pick<InviteDocument, "language" | "mailLanguage">;

/** Returns the language of an invite's mails; undefined if an older version created it and nobody chose one. */
export function mailLanguageOf({ language = "", mailLanguage = "" }: Invite): LanguageCode | undefined {
  return matchLanguage(mailLanguage) ?? matchLanguage(language);
}

/** Returns the language that the inviter said the invitee reads; undefined if they chose none, or it isn't one of ours. */
export function chosenLanguageOf({ language = "" }: Invite): LanguageCode | undefined {
  return matchLanguage(language);
}
