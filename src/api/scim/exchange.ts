import type { ClientActor } from "../../services/actor.ts";
import type { InvitePolicy } from "../../services/invites/policy.ts";
import { etagsIn } from "../etags.ts";
import { ScimError } from "./scim-error.ts";

/** A request of an API client, or one operation of a Bulk. */
export interface ScimRequest {
  actor: ClientActor;
  method: string;
  /** The path after /scim/v2, in segments: `["Users", "64…"]`. */
  segments: readonly string[];
  /** With its names in lower case. */
  query: URLSearchParams;
  /** Parses the body. @throws ScimError (invalidSyntax) */
  body(): unknown;
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
  context: ScimContext;
}

/** What the endpoints know besides the request. */
export interface ScimContext {
  /** The address of /scim/v2 as clients know it. */
  address: string;
  policy: InvitePolicy;
}

export interface ScimAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Undefined for an answer without a body. */
  body?: object;
}

export const LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

export const notFound = () => new ScimError(404, null, "There is nothing at this address.");

/** Refuses a method that an address does not have (RFC 9110, 15.5.6). */
export function wrongMethod(method: string, allowed: readonly string[]): ScimError {
  const Allow = allowed.join(", ");
  return new ScimError(405, null, `${method.slice(0, 20)} does nothing here. Use ${Allow}.`, {
    Allow,
  });
}

/**
 * Picks the version that a change expects.
 *
 * @param read reads the ETag of the current version, needed if one of several may match
 * @returns undefined if any will do
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
