import { createHash } from "node:crypto";
import type { Request, RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import type { SendPage } from "../web/answers.ts";
import { tooManyRequestsPage } from "../web/pages/trouble.tsx";
import type { RequestLimits } from "../web/settings.ts";

const WINDOW_MS = 60_000;

/** Counts requests per address and per link, in this process; too many get a friendly 429. */
export function requestLimits({ perAddress, perLink }: RequestLimits, send: SendPage): RequestHandler[] {
  const limited = (limit: number, keyGenerator: (request: Request) => string) =>
    rateLimit({
      windowMs: WINDOW_MS,
      limit,
      keyGenerator,
      // The answer to a link must not differ by what was asked before it.
      standardHeaders: false,
      legacyHeaders: false,
      // Its warnings would go to the console, past our log.
      validate: false,
      handler: (_request, response) => {
        response.set("Retry-After", String(WINDOW_MS / 1000));
        send(response, tooManyRequestsPage);
      },
    });
  return [
    limited(perAddress, ({ ip }) => ipKeyGenerator(ip ?? "")),
    limited(perLink, ({ params }) => createHash("sha256").update(String(params.token)).digest("base64")),
  ];
}
