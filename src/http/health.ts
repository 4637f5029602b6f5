import type { RequestHandler } from "express";
import { databaseProblem } from "../services/operations/readiness.ts";
import type { LoadShedder } from "./load-shedder.ts";

/** Answers as long as the process runs. */
export const processHealth: RequestHandler = (_request, response) => {
  response.json({ alive: true });
};

/** Answers 200 while the process is not draining and the database can keep its promises; otherwise 503 with the reason. */
export function readiness(loadShedder: Readonly<LoadShedder>): RequestHandler {
  return async (_request, response) => {
    const reason = loadShedder.draining ? "This process is about to stop." : await databaseProblem();
    response
      .status(reason === null ? 200 : 503)
      .json(reason === null ? { ready: true } : { ready: false, reason });
  };
}
