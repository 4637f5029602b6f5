import express, { type Request, type RequestHandler, type Router } from "express";
import type { Logger } from "pino";
import { processHealth, readiness } from "../http/health.ts";
import type { LoadShedder } from "../http/load-shedder.ts";
import { metrics } from "../http/metrics.ts";
import { requestLimits } from "../http/rate-limits.ts";
import { errorHandler, notFound, pageSender } from "./answers.ts";
import { securityHeaders } from "./headers.ts";
import { inviteePages } from "./invitation.ts";
import type { Page } from "./pages/page.ts";
import { tooManyRequestsPage } from "./pages/trouble.tsx";
import { errorReporter } from "./report.ts";
import type { WebSettings } from "./settings.ts";

/**
 * Routes everything on the web: the table of contents. Mount it last, because it answers every other path. It parses
 * bodies on its own routes only; `/slack/events` and `/sendgrid/events`, mounted before it, need theirs raw.
 */
export function webRoutes(settings: WebSettings, loadShedder: Readonly<LoadShedder>, log: Logger): Router {
  const router = express.Router();
  const send = pageSender(settings);
  const page = (answer: (request: Request) => Promise<Page>): RequestHandler => {
    return async (request, response) => send(response, await answer(request));
  };

  const limits = requestLimits(settings.requestLimits, (response) => send(response, tooManyRequestsPage));
  const form = express.urlencoded({ extended: false, inflate: false, limit: "8kb" });
  const report = errorReporter(log);
  const { show, accept, confirmDecline, decline, askForNewLink } = inviteePages(settings, report);

  const paths = express.Router();
  paths.get("/healthz", processHealth);
  paths.get("/readyz", readiness(loadShedder));
  paths.get("/metrics", metrics(settings.metricsToken, loadShedder));

  paths.get("/invite/:token", limits, page(show));
  paths.post("/invite/:token", limits, form, page(accept));
  paths.get("/invite/:token/decline", limits, page(confirmDecline));
  paths.post("/invite/:token/decline", limits, form, page(decline));
  paths.get("/invite/:token/new-link", limits, page(show));
  paths.post("/invite/:token/new-link", limits, form, page(askForNewLink));

  router.use(securityHeaders(settings));
  // A proxy in front may keep PUBLIC_URL's path, or strip it.
  router.use(new URL(settings.publicUrl).pathname, paths);
  router.use(paths);
  router.use(notFound(send));
  router.use(errorHandler(send, report));
  return router;
}
