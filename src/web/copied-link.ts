import type { RequestHandler } from "express";
import { languageInMenu } from "./reader.ts";

/** Longer than any link with everything a mail program puts around it. */
const LONGEST = 2_000;
/**
 * A JWS in its compact form: two JSON objects, so anything before `{"` isn't part of the token; HMAC-SHA-256 is 43
 * characters of base64url, so neither is anything after it.
 */
const compactToken = /eyJ[\w-]*\.eyJ[\w-]*\.[\w-]{43}/;
/** What mail programs insert into a link so that lines can break there. */
const TAG = /<\/?[a-z]{1,10}\s?\/?>/gi;

/** Undoes percent-encoding byte by byte, even if it is cut off or not UTF-8: every character of a token is ASCII. */
const decoded = (text: string) =>
  text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/**
 * Finds the token in a copied text that includes its surroundings, or has line breaks and invisible characters inside.
 */
function tokenIn(copied: string): string | null {
  if (copied.length > LONGEST) return null;
  // Twice, because some mail programs encode what is already encoded.
  const characters = decoded(decoded(copied))
    .replace(TAG, "")
    .replace(/[^\w.-]/g, "");
  return compactToken.exec(characters)?.[0] ?? null;
}

/**
 * Redirects from a link copied with its surroundings to the link itself, which is then checked and counted like any
 * other. Mount it on the path of the invitations.
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
