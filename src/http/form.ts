import { parse } from "node:querystring";
import type { RequestHandler } from "express";
import { isPlainUtf8 } from "./body-encoding.ts";
import { bodyOf } from "./receive.ts";

const MAX_BYTES = 8 * 1024;

/** Parses the form that a browser sent into `request.body`; anything else leaves it undefined. */
export const parseForm: RequestHandler = (request, _response, next) => {
  const body = bodyOf(request);
  if (body.length > MAX_BYTES) return next(unreadable(413));
  if (!isPlainUtf8(request.headers)) return next(unreadable(415));
  if (request.is("application/x-www-form-urlencoded")) request.body = parse(body.toString());
  next();
};

/** Creates an error that the web's error handler answers with a page of this status. */
function unreadable(status: number): Error {
  return Object.assign(new Error("a form that can't be read"), { status });
}
