import { randomBytes } from "node:crypto";
import type { Request } from "express";
import { z } from "zod";

const sent = z.object({ nonce: z.string().regex(/^[\w-]{22}$/) });

/** A nonce for a new form. */
export function newNonce(): string {
  return randomBytes(16).toString("base64url");
}

/** Whether a page of our own sent this, and no other site. */
function isFromOwnPage(request: Request, origin: string): boolean {
  const site = request.get("Sec-Fetch-Site");
  return site === undefined ? request.get("Origin") === origin : site === "same-origin";
}

/**
 * The nonce of a form that one of our own pages sent; null for any other, and where it is missing.
 *
 * @param origin where our pages are, for browsers that say no `Sec-Fetch-Site`
 */
export function nonceFromOwnForm(request: Request, origin: string): string | null {
  const form = sent.safeParse(request.body);
  return isFromOwnPage(request, origin) && form.success ? form.data.nonce : null;
}
