import type { ClientActor } from "../../services/actor.ts";
import type { InvitePolicy } from "../../services/invites/policy.ts";
import { etagsIn } from "../etags.ts";
import { ScimError } from "./scim-error.ts";

/** A request of an API client, or one operation of a Bulk. */
export interface ScimRequest {
  actor: ClientActor;
  method: string;
  /** What follows /scim/v2, without slashes around it: `["Users", "64…"]`. */
  segments: readonly string[];
  query: URLSearchParams;
  /** Parses what was sent. @throws ScimError (invalidSyntax) */
  body(): unknown;
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
  context: ScimContext;
}

/** What the endpoints know beside the request. */
export interface ScimContext {
  /** Where /scim/v2 is found, as clients know it. */
  address: string;
  policy: InvitePolicy;
}

export interface ScimAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Missing for an answer without a body. */
  body?: object;
}

export const LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

export const notFound = () => new ScimError(404, null, "There is nothing at this address.");

/** Refuses a method that an address does not have (RFC 9110, 15.5.6). */
export function wrongMethod(method: string, allowed: readonly string[]): ScimError {
  const Allow = allowed.join(", ");
  return new ScimError(405, null, `${method.slice(0, 20)} has no meaning here. There is ${Allow}.`, {
    Allow,
  });
}

/**
 * Picks the version that a change expects.
 *
 * @param read reads what names the version that is there, where one of several may be it
 * @returns undefined where any will do
 */
export async function expectedVersion(
  { ifMatch }: ScimRequest,
  read: () => Promise<string[]>,
): Promise<string | undefined> {
  const versions = ifMatch === undefined ? null : etagsIn(ifMatch);
  if (versions === null) return undefined;
  const [only = "", ...others] = versions;
  if (others.length === 0) return only;
  const current = await read();
  return versions.find((version) => current.includes(version)) ?? only;
}
