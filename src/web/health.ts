import type { RequestHandler } from "express";
import { databaseFault } from "../services/readiness.ts";

/** The process answers. */
export const processHealth: RequestHandler = (_request, response) => {
  response.json({ alive: true });
};

/** The database answers, too, and can keep its promises; if not, 503 and why. */
export const databaseHealth: RequestHandler = async (_request, response) => {
  const reason = await databaseFault();
  response
    .status(reason === null ? 200 : 503)
    .json(reason === null ? { ready: true } : { ready: false, reason });
};
