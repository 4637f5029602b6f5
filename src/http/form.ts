import { parse } from "node:querystring";
import type { RequestHandler } from "express";
import { isPlainUtf8 } from "./body-encoding.ts";
import { bodyOf, isOversized } from "./receive.ts";

const MAX_BYTES = 8 * 1024;

/** Refuses a body that was too large to keep. */
export const refuseOversized: RequestHandler = (request, _response, next) =>
  isOversized(request) ? next(new WebRefusal(413)) : next();

/** Parses the form that a browser sent into `request.body`; without a body leaves it undefined. */
export const parseForm: RequestHandler = (request, _response, next) => {
  const body = bodyOf(request);
  if (body.length > MAX_BYTES) return next(new WebRefusal(413));
  const isForm = request.is("application/x-www-form-urlencoded");
  if (!isPlainUtf8(request.headers) || (body.length > 0 && !isForm)) return next(new WebRefusal(415));
  const text = textIn(body);
  if (text === null) return next(new WebRefusal(400));
  if (isForm) request.body = parse(text);
  next();
};

/** Reads a form as text; null if it is not percent-encoded UTF-8, as names would then be stored with � in them. */
function textIn(body: Buffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    decodeURIComponent(text);
    return text;
  } catch {
    return null;
  }
}

/** Thrown to answer a request with a page of this status. */
export class WebRefusal extends Error {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super("this request can't be answered");
  }
}

/** Answers every method that a path does not have, after the others were routed; OPTIONS with the list of methods. */
export function otherMethods(...methods: readonly string[]): RequestHandler {
  const Allow = [...methods, "OPTIONS"].join(", ");
  return (request, response, next) => {
    if (request.method !== "OPTIONS") return next(new WebRefusal(405, { Allow }));
    response.status(204).set({ Allow }).end();
  };
}
