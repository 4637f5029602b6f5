import type { IncomingMessage } from "node:http";
import type { ClientActor } from "../services/actor.ts";
import { authenticate } from "../services/clients/authenticate.ts";
import type { ApiRefusal } from "./mounts.ts";

const REALM = 'Bearer realm="iam-bot"';

const missing: ApiRefusal = {
  status: 401,
  code: "token_missing",
  detail: "Send the token of an API client in the header Authorization, after the word Bearer.",
  headers: { "WWW-Authenticate": REALM },
};

/** The same whatever is wrong with the token: it tells nothing. */
const invalid: ApiRefusal = {
  status: 401,
  code: "token_invalid",
  detail: "This token does not work. Ask an admin for one that does: in Slack, /iam clients.",
  headers: { "WWW-Authenticate": `${REALM}, error="invalid_token"` },
};

/**
 * Finds out which API client sent a request, by its bearer token. The refusal is for the API to draw.
 *
 * @param address the sender's, which the client remembers as where it was last used
 */
export async function clientOf(
  request: IncomingMessage,
  address: string,
): Promise<{ client: ClientActor } | { refusal: ApiRefusal }> {
  const token = tokenIn(request);
  if (token === null) return { refusal: refusalByHeaders(request) ?? invalid };
  const client = await authenticate(token, address);
  return client ? { client } : { refusal: invalid };
}

/** Refuses what brings nothing that looks like a token of ours, before anything else of it is read. */
export function refusalByHeaders(request: IncomingMessage): ApiRefusal | null {
  if (request.headers.authorization === undefined) return missing;
  return tokenIn(request) === null ? invalid : null;
}

function tokenIn({ headers }: IncomingMessage): string | null {
  return /^Bearer +(iam_[\w-]{1,200})$/i.exec(headers.authorization ?? "")?.[1] ?? null;
}
