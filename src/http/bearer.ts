import type { IncomingMessage } from "node:http";
import type { ClientActor } from "../services/actor.ts";
import { authenticate } from "../services/clients/authenticate.ts";
import type { ApiRefusal } from "./mounts.ts";

const REALM = 'Bearer realm="iam-bot"';

const missing: ApiRefusal = {
  status: 401,
  code: "token_missing",
  detail: "Send an API client's token in the Authorization header, after the word Bearer.",
  headers: { "WWW-Authenticate": REALM },
};

/** The same answer whatever is wrong with the token, so that it reveals nothing. */
const invalid: ApiRefusal = {
  status: 401,
  code: "token_invalid",
  detail: "This token does not work. Ask an admin for a new one (in Slack: /iam clients).",
  headers: { "WWW-Authenticate": `${REALM}, error="invalid_token"` },
};

/**
 * Finds the API client that sent a request, by its bearer token. The API draws the refusal.
 *
 * @param address the sender's, recorded as where the client was last used from
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

/** Refuses a request without anything that looks like a token of ours, before reading the rest of it. */
export function refusalByHeaders(request: IncomingMessage): ApiRefusal | null {
  // An unsupported scheme counts as no credentials (RFC 6750, section 3.1).
  if (!/^Bearer +\S/i.test(request.headers.authorization ?? "")) return missing;
  return tokenIn(request) === null ? invalid : null;
}

function tokenIn({ headers }: IncomingMessage): string | null {
  return /^Bearer +(iam_[\w-]{1,200})$/i.exec(headers.authorization ?? "")?.[1] ?? null;
}
