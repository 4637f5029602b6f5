import { randomBytes } from "node:crypto";
import type { Request } from "express";
import * as z from "zod";

const nonceField = z.object({ nonce: z.string().regex(/^[\w-]{22}$/) });

/** Creates a nonce for a new form. */
export function newNonce(): string {
  return randomBytes(16).toString("base64url");
}

/** Tells whether one of our own pages sent this, not another site. */
function isSameOrigin(request: Request, origin: string): boolean {
  const site = request.get("Sec-Fetch-Site");
  return site === undefined ? request.get("Origin") === origin : site === "same-origin";
}

/**
 * Reads the nonce of a form sent by one of our own pages. Null for any other form, and for one without a nonce.
 *
 * @param origin where our pages are, for browsers that don't send `Sec-Fetch-Site`
 */
export function readFormNonce(request: Request, origin: string): string | null {
  const form = nonceField.safeParse(request.body);
  return isSameOrigin(request, origin) && form.success ? form.data.nonce : null;
}
