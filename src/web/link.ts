import type { Request } from "express";
import { type LinkKey, readLink, type SignedLink } from "../services/invites/link-token.ts";

/** Reads the link in a request's path; null when we did not sign it. */
export type LinkIn = (request: Request) => Promise<SignedLink | null>;

/** Creates a reader that verifies a request's link once, however often it is asked for it. */
export function linkReader(keys: readonly LinkKey[]): LinkIn {
  const read = new WeakMap<Request, Promise<SignedLink | null>>();
  return (request) => {
    const link = read.get(request) ?? readLink(tokenOf(request), keys);
    read.set(request, link);
    return link;
  };
}

/** Names what a request's link stands for; one that we did not sign stands for itself. */
export async function linkName(request: Request, linkIn: LinkIn): Promise<string> {
  const link = await linkIn(request);
  return link ? `${link.inviteId}:${link.generation}` : tokenOf(request);
}

/** Returns the token in a request's path, as it came. */
export function tokenOf({ params }: Request): string {
  return String(params.token);
}
