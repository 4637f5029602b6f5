import { gzipSync } from "node:zlib";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { isAway } from "../models/mongo-errors.ts";
import { DatabaseUnavailable } from "../services/errors.ts";
import { databaseProblem } from "../services/operations/readiness.ts";
import { layoutOf } from "./pages/layout.tsx";
import type { Page } from "./pages/page.ts";
import { brokenLinkPage, faultPage, notFoundPage, refusedPage, tryAgainPage } from "./pages/trouble.tsx";
import type { ReportError } from "./report.ts";

/** Sends a page, drawn in the layout. */
export type SendPage = (response: Response, page: Page) => unknown;

/**
 * Creates the sender of pages. It compresses them: the largest then fits in TCP's first window (14 kB), one round
 * trip. No page shows anything that another site can choose, so its size reveals nothing to that site.
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

/** Answers paths that do not exist. */
export function notFound(send: SendPage): RequestHandler {
  return (_request, response) => send(response, notFoundPage);
}

/** Answers everything that went wrong on the web. Blames the database when it is not well, ourselves otherwise. */
export function errorHandler(send: SendPage, report: ReportError): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof URIError) return send(response, brokenLinkPage);
    const status = statusOf(error);
    if (status !== null) return send(response, refusedPage(status));
    const id = report(request, error);
    const fault = error instanceof DatabaseUnavailable || isAway(error) || (await databaseProblem());
    return send(response, fault ? tryAgainPage(id) : faultPage(id));
  };
}

/** Returns the status of a request that could not be read, for example because it is too large. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return null;
  return error.status >= 400 && error.status < 500 ? error.status : null;
}
