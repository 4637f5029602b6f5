import { STATUS_CODES } from "node:http";
import { pipeline } from "node:stream/promises";
import type { ErrorRequestHandler, Request, Response } from "express";
import type { Logger } from "pino";
import { requestIdOf } from "../http/request-id.ts";
import type { KeptAnswer } from "../models/idempotency-record.ts";
import { asProblem, PROBLEM_TYPE, problemOf } from "./problem.ts";

/** Sends an answer, with the headers that all have. */
export function sendAnswer(
  request: Request,
  response: Response,
  { status, headers, body }: KeptAnswer,
  more: Record<string, string> = {},
): void {
  response.writeHead(status, STATUS_CODES[status], {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestIdOf(request),
    ...more,
    ...headers,
    ...(status !== 204 && status !== 304 && { "Content-Length": Buffer.byteLength(body) }),
  });
  response.end(body);
}

/** An answer that is a file, written while it is sent. */
export interface WrittenAnswer {
  type: string;
  file: AsyncIterable<string>;
  /** Called once it is sent, or cut off. */
  release: () => void;
}

/**
 * Sends a file as fast as it is read. If it can't be written to the end, it is cut off, so that nobody takes it for
 * complete.
 */
export async function sendWritten(
  request: Request,
  response: Response,
  { type, file, release }: WrittenAnswer,
  more: Record<string, string>,
  log: Logger,
): Promise<void> {
  response.writeHead(200, {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestIdOf(request),
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Disposition": 'attachment; filename="export.csv"',
    ...more,
  });
  try {
    await pipeline(file, response);
  } catch (error) {
    // It was cut off; ending it shows that no more work is done for it.
    response.end();
    log.warn({ err: error, requestId: requestIdOf(request) }, "a file was not sent completely");
  } finally {
    release();
  }
}

/**
 * Writes an error as a problem. Faults of ours are logged under the request's id.
 *
 * @param isChange whether the request changes something, and has begun
 */
export function refusalOf(error: unknown, request: Request, log: Logger, isChange = false): KeptAnswer {
  const known = problemOf(error, { conditional: request.headers["if-match"] !== undefined, isChange });
  if (!known) log.error({ err: error, requestId: requestIdOf(request) }, "an API request failed");
  const { headers, ...problem } = known ?? asProblem(fault);
  return {
    status: problem.status,
    headers: { "Content-Type": PROBLEM_TYPE, ...headers },
    body: JSON.stringify(problem),
  };
}

const fault = {
  status: 500,
  code: "internal_error",
  detail:
    "Something went wrong. It’s our fault, not yours. The log has the details, under this request’s X-Request-Id.",
};

/** Answers errors from outside the endpoints. */
export function sendRefusal(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    return sendAnswer(request, response, refusalOf(error, request, log));
  };
}
