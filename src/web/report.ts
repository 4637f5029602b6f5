import { randomBytes } from "node:crypto";
import type { Request } from "express";
import type { Logger } from "pino";
import { DatabaseUnavailable } from "../services/errors.ts";

/** Logs why a page failed, and returns an id that both the page and the log show. */
export type ReportError = (request: Request, error: unknown) => string;

/** Creates the reporter. The log line names the route, never the path, as that contains a link. */
export function errorReporter(log: Logger): ReportError {
  return (request, error) => {
    const errorId = randomBytes(5).toString("hex");
    const line = { errorId, route: request.route?.path };
    if (error instanceof DatabaseUnavailable) log.warn(line, "the database did not answer a page in time");
    else log.error({ ...line, err: error }, "a page failed");
    return errorId;
  };
}
