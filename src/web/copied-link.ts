import type { RequestHandler } from "express";
import { languageInMenu } from "./reader.ts";

/** Longer than any link with all that a mail program puts around it. */
const LONGEST = 2_000;
/**
 * A JWS in its compact form: two objects of JSON, so whatever comes before `{"` is not the token's; HMAC-SHA-256 is 43
 * characters of base64url, so whatever follows is not either.
 */
const compactToken = /eyJ[\w-]*\.eyJ[\w-]*\.[\w-]{43}/;
/** What mail programs put into a link for it to be broken there. */
const TAG = /<\/?[a-z]{1,10}\s?\/?>/gi;

/** Undoes percent-encoding byte by byte, also where it is cut off or no UTF-8: of a token every character is ASCII. */
const decoded = (text: string) =>
  text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Finds the token in what was copied with its surroundings, or with line breaks and unseen characters inside. */
function tokenIn(copied: string): string | null {
  if (copied.length > LONGEST) return null;
  // Twice, because some mail programs encode what is encoded already.
  const characters = decoded(decoded(copied))
    .replace(TAG, "")
    .replace(/[^\w.-]/g, "");
  return compactToken.exec(characters)?.[0] ?? null;
}

/**
 * Leads from a link that was copied with its surroundings to the link itself, which is then checked and counted like
 * any other. Mount it where the invitations are.
 *
 * @param invitations their path, including that of PUBLIC_URL
 */
export function leadToLink(invitations: string): RequestHandler {
  return (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    const [, copied = "", page = ""] = /^\/(.*?)(\/decline|\/new-link)?\/?$/.exec(request.path) ?? [];
    if (compactToken.exec(copied)?.[0] === copied) return next();
    const token = tokenIn(copied);
    if (!token) return next();
    const language = languageInMenu(request);
    response.redirect(303, `${invitations}/${token}${page}${language ? `?lang=${language}` : ""}`);
  };
}
