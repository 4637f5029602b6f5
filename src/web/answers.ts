import { gzipSync } from "node:zlib";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { WebRefusal } from "../http/form.ts";
import type { LanguageCode } from "../locales/languages.ts";
import { memo } from "../locales/memo.ts";
import { isAway } from "../models/mongo-errors.ts";
import { DatabaseUnavailable } from "../services/errors.ts";
import { databaseProblem } from "../services/operations/readiness.ts";
import { layoutOf } from "./pages/layout.tsx";
import type { Page, PageFor } from "./pages/page.ts";
import { brokenLinkPage, faultPage, notFoundPage, refusedPage, tryAgainPage } from "./pages/trouble.tsx";
import { type Reader, readerOf } from "./reader.ts";
import type { ReportError } from "./report.ts";

/** Sends a page, drawn in the layout. */
export type SendPage = (response: Response, drawn: PageFor) => unknown;
/** Sends a page that isn't about an invite: the address or the browser tells its language. */
export type SendPlainPage = (response: Response, draw: (reader: Reader) => Page) => Promise<unknown>;

/** Half the processor time of the default, 6, for 4 % more bytes. */
const compression = { level: 3 };

/**
 * Creates the sender of pages. It compresses them: the largest then fits in TCP's first window (14 kB), one round trip.
 * No page shows anything that another site can choose, so its size reveals nothing to that site.
 */
export function pageSender({ organisationName }: { organisationName: string }): SendPage {
  const layout = memo(() => layoutOf(organisationName));
  const headers = new Map([
    ["Content-Type", "text/html; charset=utf-8"],
    ["Vary", "Accept-Encoding, Accept-Language"],
  ]);
  return (response, { page, reader: { words }, posted }) => {
    const menu = posted && !page.form ? null : words.details.language;
    const html = layout()(page, { language: words.language, menu });
    response.status(page.status).setHeaders(headers);
    // Node adds the length. Express's `send` would also look up the type and the charset for each page.
    if (!response.req.acceptsEncodings("gzip")) return response.end(html);
    return response.setHeader("Content-Encoding", "gzip").end(gzipSync(html, compression));
  };
}

/** Creates the sender of pages that aren't about an invite. */
export function plainSender(send: SendPage, usual: LanguageCode): SendPlainPage {
  return async (response, draw) => {
    const reader = await readerOf(response.req, usual);
    return send(response, { page: draw(reader), reader });
  };
}

/** Answers paths that do not exist. */
export function notFound(send: SendPlainPage): RequestHandler {
  return (_request, response) => send(response, notFoundPage);
}

/** Answers everything that goes wrong on the web. Blames the database when it has a problem, otherwise us. */
export function errorHandler(send: SendPlainPage, report: ReportError): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof URIError) return send(response, brokenLinkPage);
    const status = statusOf(error);
    if (error instanceof WebRefusal) response.set(error.headers);
    if (status !== null) return send(response, (reader) => refusedPage(status, reader));
    const id = report(request, error);
    const fault = error instanceof DatabaseUnavailable || isAway(error) || (await databaseProblem());
    return send(response, (reader) => (fault ? tryAgainPage(id, reader) : faultPage(id, reader)));
  };
}

/** Returns the status of a request that could not be read, for example because it is too large. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return null;
  return error.status >= 400 && error.status < 500 ? error.status : null;
}
