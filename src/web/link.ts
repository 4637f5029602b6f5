import type { Request } from "express";
import { type LinkKey, readLink, type SignedLink } from "../services/invites/link-token.ts";

/** Reads the link in a request's path; null if we didn't sign it. */
export type LinkIn = (request: Request) => SignedLink | null;

/** Creates a reader that verifies a request's link only once, however often it is asked. */
export function linkReader(keys: readonly LinkKey[]): LinkIn {
  const read = new WeakMap<Request, SignedLink | null>();
  return (request) => {
    const known = read.get(request);
    if (known !== undefined) return known;
    const link = readLink(tokenOf(request), keys);
    read.set(request, link);
    return link;
  };
}

/** Returns the name of a request's link; a link that we didn't sign is its own name. */
export function linkName(request: Request, linkIn: LinkIn): string {
  const link = linkIn(request);
  return link ? `${link.inviteId}:${link.generation}` : tokenOf(request);
}

/** Returns the token in a request's path, unchanged. */
export function tokenOf({ params }: Request): string {
  return String(params.token);
}
