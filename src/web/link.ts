import type { Request } from "express";
import { type LinkKey, readLink, type SignedLink } from "../services/invites/link-token.ts";

/** Reads the link in a request's path; null when we did not sign it. */
export type LinkIn = (request: Request) => SignedLink | null;

/** Creates a reader that verifies a request's link once, however often it is asked for it. */
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

/** Names what a request's link stands for; one that we did not sign stands for itself. */
export function linkName(request: Request, linkIn: LinkIn): string {
  const link = linkIn(request);
  return link ? `${link.inviteId}:${link.generation}` : tokenOf(request);
}

/** Returns the token in a request's path, as it came. */
export function tokenOf({ params }: Request): string {
  return String(params.token);
}
