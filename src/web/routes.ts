import express, { type Request, type RequestHandler, type Router } from "express";
import type { Logger } from "pino";
import { processHealth, readiness } from "../http/health.ts";
import type { LoadShedder } from "../http/load-shedder.ts";
import { metrics } from "../http/metrics.ts";
import { requestLimits } from "../http/rate-limits.ts";
import { failures, pageSender, unknownPath } from "./answers.ts";
import { safetyHeaders } from "./headers.ts";
import { invitee } from "./invitation.ts";
import type { Page } from "./pages/page.ts";
import { tooManyRequestsPage } from "./pages/trouble.tsx";
import { reporter } from "./report.ts";
import type { WebSettings } from "./settings.ts";

/**
 * Everything the web answers. Mount it last: it answers every path that nobody before it knew. Only its own
 * routes read a body; `/slack/events` and `/sendgrid/events` need theirs raw, and stand before it.
 */
export function webRoutes(settings: WebSettings, loadShedder: Readonly<LoadShedder>, log: Logger): Router {
  const router = express.Router();
  const send = pageSender(settings);
  const shown = (answer: (request: Request) => Promise<Page>): RequestHandler => {
    return async (request, response) => send(response, await answer(request));
  };

  const limits = requestLimits(settings.requestLimits, (response) => send(response, tooManyRequestsPage));
  const form = express.urlencoded({ extended: false, inflate: false, limit: "8kb" });
  const report = reporter(log);
  const { show, accept, confirmDecline, decline, askForNewLink } = invitee(settings, report);

  const paths = express.Router();
  paths.get("/healthz", processHealth);
  paths.get("/readyz", readiness(loadShedder));
  paths.get("/metrics", metrics(settings.metricsToken, loadShedder));

  paths.get("/invite/:token", limits, shown(show));
  paths.post("/invite/:token", limits, form, shown(accept));
  paths.get("/invite/:token/decline", limits, shown(confirmDecline));
  paths.post("/invite/:token/decline", limits, form, shown(decline));
  paths.get("/invite/:token/new-link", limits, shown(show));
  paths.post("/invite/:token/new-link", limits, form, shown(askForNewLink));

  router.use(safetyHeaders(settings));
  // A proxy in front may pass PUBLIC_URL's own path on, or take it off.
  router.use(new URL(settings.publicUrl).pathname, paths);
  router.use(paths);
  router.use(unknownPath(send));
  router.use(failures(send, report));
  return router;
}
