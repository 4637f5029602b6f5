import { readFileSync } from "node:fs";
import { type Request, type Response, Router } from "express";
import { bundled } from "../../../tools/page-bundle.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { Faults } from "../faults.ts";
import type { SlackServer } from "../person.ts";
import { perform } from "./acts.ts";
import { streamNews } from "./live.ts";
import { outageOf, outageOnPage } from "./outages.ts";
import { doing, outage } from "./protocol.ts";
import { snapshot } from "./snapshot.ts";

const html = readFileSync(new URL("page.html", import.meta.url), "utf8");
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

let bundle: ReturnType<typeof bundled> | undefined;
const ui = () => {
  bundle ??= bundled(new URL("ui/main.tsx", import.meta.url), new URL("ui/style/page.css", import.meta.url));
  return bundle;
};

/** Serves the workspace in a browser: the page, its live content, and what people do on it. */
export function pageRoutes(at: SlackServer & { delivery: Delivery; faults: Faults }): Router {
  const { workspace, faults } = at;
  const router = Router();
  router.get("/", (_, response) => {
    response.set({ "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff" });
    response.type("html").send(html);
  });
  router.get("/page.js", async (_, response) => {
    response.type("js").send((await ui()).script);
  });
  router.get("/page.css", async (_, response) => {
    response.type("css").send((await ui()).style);
  });

  router.get("/ui/live", (request, response) => {
    const who = String(request.query.who ?? "");
    streamNews(response, workspace, {
      screen: () => snapshot(at, who),
      outage: () => outageOnPage(faults.outage),
    });
  });

  router.post(
    "/ui/act",
    answering(async (body) => perform(doing.parse(body), at)),
  );
  router.post(
    "/ui/outage",
    answering(async (body) => {
      const wanted = outage.nullable().parse(body);
      faults.setOutage(wanted ? outageOf(wanted) : undefined);
    }),
  );
  return router;
}

/** Answers requests of the page itself. Other sites can't send any, since they may not send JSON here. */
function answering(act: (body: unknown) => Promise<unknown>) {
  return async (request: Request, response: Response): Promise<void> => {
    if (!request.is("application/json")) {
      response.sendStatus(415);
      return;
    }
    try {
      response.json((await act(bodyOf(request))) ?? {});
    } catch (error) {
      response.json({ errors: {}, refused: error instanceof Error ? error.message : String(error) });
    }
  };
}

function bodyOf(request: Request): unknown {
  const body: unknown = request.body;
  return JSON.parse(typeof body === "string" ? body : "null");
}
