import { gzipSync } from "node:zlib";
import { type RequestHandler, Router } from "express";
import { memo } from "../../locales/memo.ts";
import { securityHeaders } from "../../web/headers.ts";
import { layoutOf } from "../../web/pages/layout.tsx";
import type { ApiDocument } from "../openapi.ts";
import { RequestRefused } from "../problem.ts";
import { referencePage } from "./page.tsx";
import { style } from "./style.ts";

interface ReferenceSettings {
  organisationName: string;
  /** Whether browsers are told to insist on https. */
  production: boolean;
  /** Created on first use: most processes never need it. */
  document(): ApiDocument;
}

/** Serves the reference: for people at /api, for programs at /api/v1/openapi.json. Neither needs a token. */
export function referenceRoutes({ organisationName, production, document }: ReferenceSettings): Router {
  const inlined = { style, script: null };
  const html = memo(() => layoutOf(organisationName, inlined)(referencePage(document())));
  const json = memo(() => JSON.stringify(document()));
  const headers = securityHeaders({ production }, inlined);
  const router = Router();
  router.get("/api", headers, compressed("html", html));
  router.get("/api/v1/openapi.json", compressed("json", json));
  router.all(["/api", "/api/v1/openapi.json"], ({ method }, response) => {
    const Allow = "GET, HEAD, OPTIONS";
    if (method === "OPTIONS") return response.status(204).set({ Allow }).end();
    const detail = "This is read-only.";
    throw new RequestRefused({ status: 405, code: "method_not_allowed", detail, headers: { Allow } });
  });
  return router;
}

/** Serves a text that is the same for everyone, compressed once. */
function compressed(type: string, text: () => string): RequestHandler {
  const zipped = memo(() => gzipSync(text()));
  return (request, response) => {
    response.type(type).vary("Accept-Encoding");
    if (!request.acceptsEncodings("gzip")) return response.send(text());
    return response.set("Content-Encoding", "gzip").send(zipped());
  };
}
