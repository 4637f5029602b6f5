import type { RequestHandler } from "express";
import { databaseProblem } from "../services/operations/readiness.ts";
import type { LoadShedder } from "./load-shedder.ts";

/** How long a verdict on the database is reused. */
const VERDICT_MS = 1_000;

/** Answers while the process runs. */
export const processHealth: RequestHandler = (_request, response) => {
  response.json({ alive: true });
};

/**
 * Answers 200 while the process is not draining and the database can keep its promises; otherwise 503 with the reason.
 * Asks the database at most once a second, however many requests come.
 */
export function readiness(loadShedder: Readonly<LoadShedder>): RequestHandler {
  const verdict = sharedFor(VERDICT_MS, databaseProblem);
  return async (_request, response) => {
    const reason = loadShedder.draining ? "This process is about to stop." : await verdict();
    response
      .status(reason === null ? 200 : 503)
      .json(reason === null ? { ready: true } : { ready: false, reason });
  };
}

/** Returns a function that reuses its answer until it is `ms` old. */
function sharedFor<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let staleAt = Number.POSITIVE_INFINITY;
  return () => {
    if (answer && performance.now() < staleAt) return answer;
    staleAt = Number.POSITIVE_INFINITY;
    answer = ask().finally(() => {
      staleAt = performance.now() + ms;
    });
    return answer;
  };
}
