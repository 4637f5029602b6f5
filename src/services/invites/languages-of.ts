import type { LanguageCode } from "../../locales/languages.ts";
import { matchLanguage } from "../../locales/match-language.ts";
import type { InviteDocument } from "../../models/invite.ts";

type Invite = Pick<InviteDocument, "language" | "mailLanguage">;

/** What an invite's mails are in; undefined where an older version made it, and nobody chose one. */
export function mailLanguageOf({ language = "", mailLanguage = "" }: Invite): LanguageCode | undefined {
  return matchLanguage(mailLanguage) ?? matchLanguage(language);
}

/** What whoever invited said that the invitee reads; undefined where they said nothing, or it is none of ours. */
export function chosenLanguageOf({ language = "" }: Invite): LanguageCode | undefined {
  return matchLanguage(language);
}
