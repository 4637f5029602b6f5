import { createHash } from "node:crypto";
import type { RequestHandler } from "express";
import helmet from "helmet";
import { script } from "./pages/script.ts";
import { style } from "./pages/style.ts";
import type { WebSettings } from "./settings.ts";

const ONE_YEAR_S = 365 * 24 * 60 * 60;

/** What every answer tells the browser: run and load nothing but what is inlined, keep nothing, tell nobody. */
export function safetyHeaders({ production }: Pick<WebSettings, "production">): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          "default-src": ["'none'"],
          "style-src": [hashSource(style)],
          "script-src": [hashSource(script)],
          "img-src": ["data:"],
          "form-action": ["'self'"],
          "frame-ancestors": ["'none'"],
          "base-uri": ["'none'"],
        },
      },
      // A form's POST then still carries its Origin; other sites learn nothing.
      referrerPolicy: { policy: "same-origin" },
      strictTransportSecurity: production && { maxAge: ONE_YEAR_S, includeSubDomains: false },
      xFrameOptions: { action: "deny" },
    }),
    (_request, response, next) => {
      response.set({ "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow" });
      next();
    },
  ];
}

function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
