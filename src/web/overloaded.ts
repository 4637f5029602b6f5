import type { IncomingMessage } from "node:http";
import type { Refusal } from "../http/receive.ts";
import type { LanguageCode } from "../locales/languages.ts";
import { acceptedLanguage, matchLanguage } from "../locales/match-language.ts";
import { memo } from "../locales/memo.ts";
import { wordsIn } from "../locales/words.ts";
import { pageHeaders } from "./headers.ts";
import { layoutOf } from "./pages/layout.tsx";
import { overloadedPage } from "./pages/trouble.tsx";
import type { WebSettings } from "./settings.ts";

/**
 * Creates the function that draws the page for people whose request is refused because of too many others. Draws each
 * language once, because refusing has to stay cheap.
 *
 * @returns null for a request that doesn't accept HTML: a browser asks for it, a program doesn't
 */
export function overloadedPages(
  settings: Pick<WebSettings, "organisationName" | "language" | "production">,
): (request: IncomingMessage) => Promise<Refusal> | null {
  const layout = memo(() => layoutOf(settings.organisationName));
  const headers = {
    ...Object.fromEntries(pageHeaders(settings)),
    "Content-Type": "text/html; charset=utf-8",
    Vary: "Accept, Accept-Language",
  };
  const draw = async (code: LanguageCode, posted: boolean): Promise<Refusal> => {
    const words = await wordsIn(code);
    const page = overloadedPage({ words });
    // Reading it in another language would be a new visit, without the POST.
    const menu = posted ? null : words.details.language;
    const text = Buffer.from(layout()(page, { language: words.language, menu }));
    return { status: page.status, text, headers };
  };
  const drawn = new Map<string, Promise<Refusal>>();
  return (request) => {
    if (!request.headers.accept?.includes("text/html")) return null;
    const code = languageFor(request) ?? settings.language;
    const posted = request.method === "POST";
    const key = `${code} ${posted}`;
    const page = drawn.get(key) ?? draw(code, posted);
    drawn.set(key, page);
    return page;
  };
}

/** Browsers name the language that is wanted most first; each costs some microseconds, and so does a longer address. */
const RANGES_READ = 3;
const CHARACTERS_READ = 1_000;

/** Returns the language chosen in the menu of a page, or the browser's. */
function languageFor({ url = "", headers }: IncomingMessage): LanguageCode | undefined {
  const [, query] = url.slice(0, CHARACTERS_READ).split("?", 2);
  const chosen = new URLSearchParams(query).get("lang");
  const wanted = headers["accept-language"]?.split(",", RANGES_READ).join(",");
  return matchLanguage(chosen ?? "") ?? acceptedLanguage(wanted);
}
