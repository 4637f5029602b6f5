import express, { type Request, type RequestHandler, type Router } from "express";
import type { Logger } from "pino";
import { otherMethods, parseForm, refuseOversized } from "../http/form.ts";
import { processHealth, readiness } from "../http/health.ts";
import type { LoadShedder } from "../http/load-shedder.ts";
import { metrics, withToken } from "../http/metrics.ts";
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

type Answer = (request: Request) => Promise<PageFor>;

/**
 * Routes everything on the web: the table of contents. Mount it last, because it answers every other path, and after
 * `receive`, which reads the bodies.
 */
export function webRoutes(settings: WebSettings, loadShedder: Readonly<LoadShedder>, log: Logger): Router {
  const router = express.Router();
  const send = pageSender(settings);
  const sendPlain = plainSender(send, settings.language);
  const page = (answer: Answer): RequestHandler => {
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
  const only = { read: otherMethods("GET", "HEAD"), form: otherMethods("GET", "HEAD", "POST") };
  paths.route(operatorPaths.process).get(processHealth).all(only.read);
  paths.route(operatorPaths.readiness).get(readiness(loadShedder)).all(only.read);
  if (settings.metricsToken)
    paths
      .route(operatorPaths.metrics)
      .all(withToken(settings.metricsToken))
      .get(metrics({ ...settings.figures, loadShedder }))
      .all(only.read);

  const shown = (answer: Answer) => [...limits, page(answer)];
  const sent = (answer: Answer) => [...limits, parseForm, page(answer)];
  paths.use("/invite", leadToLink(`${pathname.replace(/\/$/, "")}/invite`));
  paths.route("/invite/:token").get(shown(show)).post(sent(accept)).all(only.form);
  paths.route("/invite/:token/decline").get(shown(confirmDecline)).post(sent(decline)).all(only.form);
  paths.route("/invite/:token/new-link").get(shown(show)).post(sent(askForNewLink)).all(only.form);

  const { show: showConfirmation, confirm } = confirmation;
  paths.route("/confirm/:token").get(shown(showConfirmation)).post(sent(confirm)).all(only.form);

  router.use(securityHeaders(settings));
  router.use(refuseOversized);
  // A proxy may keep the path of PUBLIC_URL, or strip it.
  router.use(pathname, paths);
  router.use(paths);
  if (settings.slackPath) router.all(settings.slackPath, otherMethods("POST"));
  router.use(notFound(sendPlain));
  router.use(errorHandler(sendPlain, report));
  return router;
}
