import { readFileSync } from "node:fs";
import { type Response, Router } from "express";
import { type EventKind, isEventKind, type WebhookEvent } from "./events.ts";
import { inviteLink, type Mail } from "./mail.ts";
import type { Outgoing } from "./outgoing.ts";

const page = readFileSync(new URL("mailbox.html", import.meta.url));
const script = readFileSync(new URL("mailbox-page.js", import.meta.url));
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; frame-src 'self'; img-src data:; base-uri 'none'";
/** A mail may style itself; it may run nothing and fetch nothing, and its links open in tabs of their own. */
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";

/** What the mailbox needs of a SendGrid. */
interface Reporter {
  reports(mail: Mail, kind: EventKind, extra?: WebhookEvent): Promise<number>;
}

/** A mailbox in the browser, for all addresses at once: read mails, follow links, report what became of them. */
export function mailboxRoutes(reporter: Reporter, outgoing: Outgoing): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set({ "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store" });
    next();
  });
  router.get("/", (_request, response) => {
    response.set("Content-Security-Policy", pagePolicy).type("html").send(page);
  });
  router.get("/mailbox-page.js", (_request, response) => {
    response.type("js").send(script);
  });
  router.get("/mailbox/mails", (_request, response) => stream(outgoing, response));
  router.get("/mailbox/mails/:number/html", (request, response) => {
    const mail = outgoing.mails[Number(request.params.number)];
    if (mail === undefined) return response.sendStatus(404);
    return response
      .set("Content-Security-Policy", mailPolicy)
      .type("html")
      .send(`<base target="_blank">${mail.html}`);
  });
  router.post("/mailbox/mails/:number/events/:kind", async (request, response) => {
    const mail = outgoing.mails[Number(request.params.number)];
    const { kind } = request.params;
    if (request.get("sec-fetch-site") !== "same-origin") return response.sendStatus(403);
    if (mail === undefined || !isEventKind(kind)) return response.sendStatus(404);
    const answer = await reporter.reports(mail, kind).catch((error: unknown) => String(error));
    return response.json({ answer });
  });
  return router;
}

function stream(outgoing: Outgoing, response: Response): void {
  response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.flushHeaders();
  let number = 0;
  const tell = (mail: Mail) => response.write(`data: ${JSON.stringify(shown(mail, number++))}\n\n`);
  outgoing.mails.forEach(tell);
  response.on("close", outgoing.onMail(tell));
}

function shown(mail: Mail, number: number) {
  const { acceptedAt, from, subject, text } = mail;
  const to = mail.to.map(({ email }) => email).join(", ");
  return { number, acceptedAt, from: from.name ?? from.email, to, subject, text, link: inviteLink(text) };
}
