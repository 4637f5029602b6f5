import express, { type Request, type RequestHandler, type Router } from "express";
import type { Logger } from "pino";
import { parseForm } from "../http/form.ts";
import { processHealth, readiness } from "../http/health.ts";
import type { LoadShedder } from "../http/load-shedder.ts";
import { metrics } from "../http/metrics.ts";
import { operatorPaths } from "../http/operators.ts";
import { requestLimits } from "../http/rate-limits.ts";
import { errorHandler, notFound, pageSender, plainSender } from "./answers.ts";
import { confirmationPages } from "./confirmation.ts";
import { leadToLink } from "./copied-link.ts";
import { securityHeaders } from "./headers.ts";
import { inviteePages } from "./invitation.ts";
import { linkName, linkReader } from "./link.ts";
import type { PageFor } from "./pages/page.ts";
import { tooManyRequestsPage } from "./pages/trouble.tsx";
import { errorReporter } from "./report.ts";
import type { WebSettings } from "./settings.ts";

/**
 * Routes everything on the web: the table of contents. Mount it last, because it answers every other path, behind
 * `receive`, which brings the bodies.
 */
export function webRoutes(settings: WebSettings, loadShedder: Readonly<LoadShedder>, log: Logger): Router {
  const router = express.Router();
  const send = pageSender(settings);
  const sendPlain = plainSender(send, settings.language);
  const page = (answer: (request: Request) => Promise<PageFor>): RequestHandler => {
    return async (request, response) => send(response, await answer(request));
  };

  const linkIn = linkReader(settings.linkKeys);
  const limits = requestLimits(
    settings.requestLimits,
    (request) => linkName(request, linkIn),
    (response) => sendPlain(response, tooManyRequestsPage),
  );
  const report = errorReporter(log);
  const confirmation = confirmationPages(settings, report);
  const { show, accept, confirmDecline, decline, askForNewLink } = inviteePages(settings, linkIn, report);

  const { pathname } = new URL(settings.publicUrl);
  const paths = express.Router();
  paths.get(operatorPaths.process, processHealth);
  paths.get(operatorPaths.readiness, readiness(loadShedder));
  paths.get(operatorPaths.metrics, metrics(settings.metricsToken, { ...settings.figures, loadShedder }));

  paths.use("/invite", leadToLink(`${pathname.replace(/\/$/, "")}/invite`));
  paths.get("/invite/:token", limits, page(show));
  paths.post("/invite/:token", limits, parseForm, page(accept));
  paths.get("/invite/:token/decline", limits, page(confirmDecline));
  paths.post("/invite/:token/decline", limits, parseForm, page(decline));
  paths.get("/invite/:token/new-link", limits, page(show));
  paths.post("/invite/:token/new-link", limits, parseForm, page(askForNewLink));

  paths.get("/confirm/:token", limits, page(confirmation.show));
  paths.post("/confirm/:token", limits, parseForm, page(confirmation.confirm));

  router.use(securityHeaders(settings));
  // A proxy in front may keep PUBLIC_URL's path, or strip it.
  router.use(pathname, paths);
  router.use(paths);
  router.use(notFound(sendPlain));
  router.use(errorHandler(sendPlain, report));
  return router;
}
