import { randomBytes } from "node:crypto";
import type { Request } from "express";
import type { Logger } from "pino";
import { DatabaseUnavailable } from "../services/errors.ts";

/** Logs why a page could not be answered, and returns the id under which its reader and the log know it. */
export type Report = (request: Request, error: unknown) => string;

/**
 * The line names the route, never the path: a path holds a link. Of an error that is no refusal of ours it keeps no
 * more than its name, message and stack: a database's error may carry what somebody typed.
 */
export function reporter(log: Logger): Report {
  return (request, error) => {
    const errorId = randomBytes(5).toString("hex");
    const line = { errorId, route: request.route?.path };
    if (error instanceof DatabaseUnavailable) log.warn(line, "the database did not answer a page in time");
    else {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      log.error({ ...line, error: { name, message, stack } }, "a page failed");
    }
    return errorId;
  };
}
