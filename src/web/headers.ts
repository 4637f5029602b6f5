import { createHash } from "node:crypto";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { RequestHandler } from "express";
import helmet from "helmet";
import { script } from "./pages/script.ts";
import { style } from "./pages/style.ts";
import type { WebSettings } from "./settings.ts";

const ONE_YEAR_S = 365 * 24 * 60 * 60;

/** What a page carries with it; nothing else may run or style it. */
export interface Inlined {
  style: string;
  script: string | null;
}

/** Sets the headers of every page. */
export function securityHeaders(
  settings: Pick<WebSettings, "production">,
  inlined: Inlined = { style, script },
): RequestHandler {
  const headers = pageHeaders(settings, inlined);
  return (_request, response, next) => {
    response.setHeaders(headers);
    next();
  };
}

/** Returns headers that tell the browser to load and run only what is inlined, cache nothing, and reveal no address. */
export function pageHeaders(
  { production }: Pick<WebSettings, "production">,
  inlined: Inlined = { style, script },
): Map<string, string> {
  return headersBy(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          "default-src": ["'none'"],
          "style-src": [hashSource(inlined.style)],
          "script-src": [inlined.script === null ? "'none'" : hashSource(inlined.script)],
          "img-src": ["data:"],
          "form-action": ["'self'"],
          "frame-ancestors": ["'none'"],
          "base-uri": ["'none'"],
        },
      },
      // A form's POST still carries its Origin; other sites learn nothing.
      referrerPolicy: { policy: "same-origin" },
      strictTransportSecurity: production && { maxAge: ONE_YEAR_S, includeSubDomains: false },
      xFrameOptions: { action: "deny" },
    }),
  )
    .set("Cache-Control", "no-store")
    .set("X-Robots-Tag", "noindex, nofollow");
}

/** Asks helmet once, since its headers don't depend on the request. */
function headersBy(helmeted: ReturnType<typeof helmet>): Map<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmeted(request, response, (error) => {
    if (error) throw error;
  });
  return new Map(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));
}

function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
