import type { Request } from "express";
import type { LanguageCode } from "../locales/languages.ts";
import { acceptedLanguage, matchLanguage } from "../locales/match-language.ts";
import { type Words, wordsIn } from "../locales/words.ts";

/** The reader of a page, as far as known. */
export interface Reader {
  words: Words;
  /** Appended to addresses so that a language chosen on a page stays: `?lang=de`, or nothing. */
  query: string;
}

/** What an invite says about the invitee's language. */
export interface KnownLanguages {
  /** The one the inviter chose for them. */
  chosen?: LanguageCode | undefined;
  /** The one of their emails. */
  mail?: LanguageCode | undefined;
}

/**
 * Returns the language of a page: from its menu, otherwise the inviter's choice, the browser's, or that of the emails.
 */
export async function readerOf(
  request: Request,
  usual: LanguageCode,
  { chosen, mail }: KnownLanguages = {},
): Promise<Reader> {
  const fromMenu = languageInMenu(request);
  const code = fromMenu ?? chosen ?? acceptedLanguage(request.get("Accept-Language")) ?? mail ?? usual;
  return { words: await wordsIn(code), query: fromMenu ? `?lang=${fromMenu}` : "" };
}

/** Reads the language chosen in the menu of a page; undefined if the address names none of ours. */
export function languageInMenu({ query: { lang } }: Pick<Request, "query">): LanguageCode | undefined {
  return typeof lang === "string" ? matchLanguage(lang) : undefined;
}

/** Whether a button of the menu sent the form, to show it again in the language in the address. */
export function isLanguageChoice(body: unknown): boolean {
  return typeof body === "object" && body !== null && "lang" in body;
}
