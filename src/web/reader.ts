import type { Request } from "express";
import type { LanguageCode } from "../locales/languages.ts";
import { acceptedLanguage, matchLanguage } from "../locales/match-language.ts";
import { type Words, wordsIn } from "../locales/words.ts";

/** Who reads a page, as far as it is known. */
export interface Reader {
  words: Words;
  /** What addresses end with, so that a language that was chosen on a page stays: `?lang=de`, or nothing. */
  query: string;
}

/** What an invite says about the language of whoever it invites. */
export interface KnownLanguages {
  /** What whoever invited said that they read. */
  chosen?: LanguageCode | undefined;
  /** What their mails are in. */
  mail?: LanguageCode | undefined;
}

/** Finds the language of a page: as its menu says, else as whoever invited chose, else the browser's, else the mail's. */
export async function readerOf(
  request: Request,
  usual: LanguageCode,
  { chosen, mail }: KnownLanguages = {},
): Promise<Reader> {
  const fromMenu = languageInMenu(request);
  const code = fromMenu ?? chosen ?? acceptedLanguage(request.get("Accept-Language")) ?? mail ?? usual;
  return { words: await wordsIn(code), query: fromMenu ? `?lang=${fromMenu}` : "" };
}

/** Reads which language was chosen in the menu of a page; undefined where the address names none of ours. */
export function languageInMenu({ query: { lang } }: Pick<Request, "query">): LanguageCode | undefined {
  return typeof lang === "string" ? matchLanguage(lang) : undefined;
}

/** Whether a form was sent by a button of the menu, to be shown again in the language that the address names. */
export function isLanguageChoice(body: unknown): boolean {
  return typeof body === "object" && body !== null && "lang" in body;
}
