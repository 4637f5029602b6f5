import type { RequestHandler } from "express";
import { databaseFault } from "../services/operations/readiness.ts";
import type { LoadShedder } from "./load-shedder.ts";

/** The process answers. */
export const processHealth: RequestHandler = (_request, response) => {
  response.json({ alive: true });
};

/** The process stays, and the database answers and can keep its promises; if not, 503 and why. */
export function readiness(loadShedder: Readonly<LoadShedder>): RequestHandler {
  return async (_request, response) => {
    const reason = loadShedder.draining ? "This process is about to stop." : await databaseFault();
    response
      .status(reason === null ? 200 : 503)
      .json(reason === null ? { ready: true } : { ready: false, reason });
  };
}
