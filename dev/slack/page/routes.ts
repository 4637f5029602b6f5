import { readFileSync } from "node:fs";
import { type Request, Router } from "express";
import type { At } from "../person.ts";
import { doing, perform } from "./acts.ts";
import { snapshot } from "./snapshot.ts";

const files = [
  ["/", "page.html", "html"],
  ["/page.css", "page.css", "css"],
  ["/page.js", "page.js", "js"],
  ["/blocks.js", "blocks.js", "js"],
  ["/controls.js", "controls.js", "js"],
  ["/text.js", "text.js", "js"],
] as const;

/** The workspace in a browser: a page, what it shows, its changes as they happen, and what people do there. */
export function pageRoutes(at: At): Router {
  const router = Router();
  for (const [path, name, type] of files) {
    const content = readFileSync(new URL(name, import.meta.url), "utf8");
    router.get(path, (_, response) => {
      response.set(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
      );
      response.type(type).send(content);
    });
  }

  router.get("/ui/state", (request, response) => {
    response.json(snapshot(at.workspace, String(request.query.who ?? "")));
  });

  router.get("/ui/changes", (request, response) => {
    response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
    const stop = at.workspace.changes.listen((change) =>
      response.write(`data: ${JSON.stringify(change)}\n\n`),
    );
    request.on("close", stop);
  });

  router.post("/ui/act", async (request, response) => {
    if (!request.is("application/json")) {
      response.sendStatus(415);
      return;
    }
    try {
      response.json({ errors: await perform(doing.parse(bodyOf(request)), at) });
    } catch (error) {
      response.json({ errors: {}, refused: error instanceof Error ? error.message : String(error) });
    }
  });
  return router;
}

function bodyOf(request: Request): unknown {
  const body: unknown = request.body;
  return JSON.parse(typeof body === "string" ? body : "null");
}
