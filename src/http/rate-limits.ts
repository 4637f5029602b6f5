import { createHash } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";

const WINDOW_MS = 60_000;

/** How many requests per minute each process answers. */
export interface RequestLimits {
  perAddress: number;
  perLink: number;
}

/** Leaves room for a mail scanner and for an office behind one address. */
export const usualRequestLimits: RequestLimits = { perAddress: 300, perLink: 120 };

/**
 * Counts requests per address and per link, in this process.
 *
 * @param linkName names what a request's link stands for, by which it is counted whichever key signed it
 * @param refuse answers a request over the limit; `Retry-After` is already set
 */
export function requestLimits(
  { perAddress, perLink }: RequestLimits,
  linkName: (request: Request) => string,
  refuse: (response: Response) => unknown,
): RequestHandler[] {
  const limited = (limit: number, keyGenerator: (request: Request) => string) =>
    rateLimit({
      windowMs: WINDOW_MS,
      limit,
      keyGenerator,
      // The answer to a link must not depend on earlier requests.
      standardHeaders: false,
      legacyHeaders: false,
      // Its warnings would go to the console instead of our log.
      validate: false,
      handler: (_request, response) => {
        response.set("Retry-After", String(WINDOW_MS / 1000));
        refuse(response);
      },
    });
  return [
    limited(perAddress, ({ ip }) => ipKeyGenerator(ip ?? "")),
    limited(perLink, (request) => createHash("sha256").update(linkName(request)).digest("base64")),
  ];
}
