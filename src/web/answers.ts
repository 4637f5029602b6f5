import { gzipSync } from "node:zlib";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { DatabaseUnavailable } from "../services/errors.ts";
import { databaseFault } from "../services/operations/readiness.ts";
import { layoutOf } from "./pages/layout.tsx";
import type { Page } from "./pages/page.ts";
import { brokenLinkPage, faultPage, notFoundPage, refusedPage, tryAgainPage } from "./pages/trouble.tsx";
import type { Report } from "./report.ts";

/** Sends a page in the one layout. */
export type SendPage = (response: Response, page: Page) => unknown;

/**
 * Compressed, the largest page fits what a server may send before it hears back (14 kB): one round trip. No page
 * shows what another site may choose, so its size tells that site nothing.
 */
export function pageSender({ organisationName }: { organisationName: string }): SendPage {
  const documentOf = layoutOf(organisationName);
  return (response, page) => {
    const html = documentOf(page);
    response.status(page.status).type("html").vary("Accept-Encoding");
    if (!response.req.acceptsEncodings("gzip")) return response.send(html);
    return response.set("Content-Encoding", "gzip").send(gzipSync(html));
  };
}

/** For paths that nobody knows. */
export function unknownPath(send: SendPage): RequestHandler {
  return (_request, response) => send(response, notFoundPage);
}

/** The one place where the web answers what went wrong: a fault of ours only while the database is well. */
export function failures(send: SendPage, report: Report): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof URIError) return send(response, brokenLinkPage);
    const status = statusOf(error);
    if (status !== null) return send(response, refusedPage(status));
    const id = report(request, error);
    const fault = error instanceof DatabaseUnavailable || (await databaseFault());
    return send(response, fault ? tryAgainPage(id) : faultPage(id));
  };
}

/** The status of a request that could not be read, too large for example. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return null;
  return error.status >= 400 && error.status < 500 ? error.status : null;
}
