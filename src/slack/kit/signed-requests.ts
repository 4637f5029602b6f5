import type { IncomingHttpHeaders } from "node:http";
import type { RequestHandler } from "express";
import * as z from "zod";
import { type BodyRule, bodyOf, postTo } from "../../http/receive.ts";

/** Slack's largest payloads, from completely filled modals, are about 250 kB. */
const MAX_BODY_BYTES = 512 * 1024;
/** The oldest request accepted, as Slack advises. */
const MAX_AGE_SECONDS = 5 * 60;
/** How far Slack's clock may be ahead of ours. */
const MAX_AHEAD_SECONDS = 60;

/** Returns what Slack may send there: requests that look signed, and recent. Bolt verifies the signature. */
export function slackBodies(path: string): BodyRule {
  return {
    covers: postTo(path),
    maxBytes: MAX_BODY_BYTES,
    refusal: ({ headers }) =>
      looksSigned(headers)
        ? null
        : { status: 401, text: "The signature is not from Slack, or is out of date." },
  };
}

const signatureHeaders = z.object({
  "x-slack-signature": z.string().regex(/^v0=[0-9a-f]{64}$/),
  "x-slack-request-timestamp": z.string().regex(/^\d{1,12}$/),
});

function looksSigned(headers: IncomingHttpHeaders): boolean {
  const { data } = signatureHeaders.safeParse(headers);
  if (!data) return false;
  const age = Date.now() / 1000 - Number(data["x-slack-request-timestamp"]);
  return age <= MAX_AGE_SECONDS && age >= -MAX_AHEAD_SECONDS;
}

/** Hands Bolt the body where it looks for it; refuses requests under another spelling of the path. */
export const bodyForBolt: RequestHandler = (request, response, next) => {
  if (!looksSigned(request.headers)) {
    response.status(401).end();
    return;
  }
  Object.assign(request, { rawBody: bodyOf(request) });
  next();
};
