import { randomBytes } from "node:crypto";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { TryAgain } from "../errors.ts";
import { documentOf } from "./pages/layout.tsx";
import type { Page } from "./pages/page.ts";
import { brokenLinkPage, faultPage, notFoundPage, refusedPage, tryAgainPage } from "./pages/trouble.tsx";

/** Sends a page in the one layout. */
export type SendPage = (response: Response, page: Page) => void;

export function pageSender({ organisationName }: { organisationName: string }): SendPage {
  return (response, page) => {
    response.status(page.status).type("html").send(documentOf(page, organisationName));
  };
}

/** For paths that nobody knows. */
export function unknownPath(send: SendPage): RequestHandler {
  return (_request, response) => send(response, notFoundPage);
}

/**
 * The one place where the web answers what went wrong. The log line of a bug names the route, never the path: a
 * path holds a link. Of the error it keeps no more than its name, message and stack: a database's error may carry
 * what somebody typed.
 */
export function failures(send: SendPage, log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof URIError) return send(response, brokenLinkPage);
    if (error instanceof TryAgain) return send(response, tryAgainPage);
    const status = statusOf(error);
    if (status !== null) return send(response, refusedPage(status));
    const errorId = randomBytes(5).toString("hex");
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    log.error({ errorId, route: request.route?.path, error: { name, message, stack } }, "a page failed");
    return send(response, faultPage(errorId));
  };
}

/** The status of a request that could not be read, too large for example. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return null;
  return error.status >= 400 && error.status < 500 ? error.status : null;
}
