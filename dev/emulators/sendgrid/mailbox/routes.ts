import { readFileSync } from "node:fs";
import { type NextFunction, type Request, type Response, Router } from "express";
import { bundled } from "../../../tools/page-bundle.ts";
import { type Delivering, fates } from "../delivering.ts";
import { type EventKind, isEventKind } from "../events.ts";
import { appLink, type Mail } from "../mail.ts";
import type { Outgoing } from "../outgoing.ts";
import type { MailboxEvents, MailOnPage } from "./protocol.ts";
import { scan } from "./scanner.ts";

const html = readFileSync(new URL("page.html", import.meta.url));
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
/** An email may style itself, but not run or fetch anything, and its links open in new tabs. */
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";

let bundle: ReturnType<typeof bundled> | undefined;
const ui = () => {
  bundle ??= bundled(new URL("ui/main.tsx", import.meta.url), new URL("ui/style.css", import.meta.url));
  return bundle;
};

/** What the mailbox shows, and what carries out its actions. */
interface MailboxParts {
  sendgrid: {
    reports(mail: Mail, kind: EventKind): Promise<number>;
    repeats(mail: Mail): Promise<number | undefined>;
  };
  outgoing: Outgoing;
  delivering: Delivering;
}

/**
 * Serves a mailbox in the browser, for all addresses at once: people read emails, follow links and choose what happens.
 */
export function mailboxRoutes({ sendgrid, outgoing, delivering }: MailboxParts): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set({ "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store" });
    next();
  });
  router.get("/", (_request, response) => {
    response.set("Content-Security-Policy", pagePolicy).type("html").send(html);
  });
  router.get("/mailbox.js", async (_request, response) => {
    response.type("js").send((await ui()).script);
  });
  router.get("/mailbox.css", async (_request, response) => {
    response.type("css").send((await ui()).style);
  });
  router.get("/mailbox/live", (_request, response) => stream({ outgoing, delivering }, response));
  router.get("/mailbox/mails/:number/html", (request, response) => {
    const mail = outgoing.mails[Number(request.params.number)];
    if (mail === undefined) return response.sendStatus(404);
    return response
      .set("Content-Security-Policy", mailPolicy)
      .type("html")
      .send(`<base target="_blank">${mail.html}`);
  });

  router.post("/mailbox/{*act}", ownPageOnly);
  router.post("/mailbox/mails/:number/:act", async (request, response) => {
    const mail = outgoing.mails[Number(request.params.number)];
    const { act } = request.params;
    if (mail === undefined) return response.sendStatus(404);
    if (act === "scan") outgoing.note(mail, { at: new Date(), said: await scan(mail) });
    else if (act === "repeat") await sendgrid.repeats(mail);
    // The email's news shows whether the app answered.
    else if (isEventKind(act)) await sendgrid.reports(mail, act).catch(() => undefined);
    else return response.sendStatus(404);
    return response.sendStatus(204);
  });
  router.post("/mailbox/fate/:fate", (request, response) => {
    const fate = fates.find((known) => known === request.params.fate);
    if (fate === undefined) return response.sendStatus(404);
    delivering.fate = fate;
    return response.sendStatus(204);
  });
  return router;
}

function ownPageOnly(request: Request, response: Response, next: NextFunction): void {
  if (request.get("sec-fetch-site") === "same-origin") next();
  else response.sendStatus(403);
}

function stream(
  { outgoing, delivering }: Pick<MailboxParts, "outgoing" | "delivering">,
  response: Response,
): void {
  response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.flushHeaders();
  const tell = <N extends keyof MailboxEvents>(name: N, data: MailboxEvents[N]) =>
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  tell("fate", delivering.fate);
  const tellMail = (mail: Mail) => tell("mail", onPage(mail, outgoing.mails.indexOf(mail)));
  outgoing.mails.forEach(tellMail);
  response.on("close", outgoing.onChange(tellMail));
}

function onPage(mail: Mail, number: number): MailOnPage {
  const { acceptedAt, from, subject, text } = mail;
  return {
    number,
    acceptedAt: acceptedAt.toISOString(),
    from: from.name ?? from.email,
    to: mail.to.map(({ email }) => email).join(", "),
    subject,
    text,
    link: appLink(text),
    headers: headersOf(mail),
    news: mail.news.map(({ at, said }) => ({ at: at.toISOString(), said })),
  };
}

function headersOf(mail: Mail): [string, string][] {
  const addresses = (all: Mail["to"]) =>
    all.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(", ");
  const headers: [string, string][] = [
    ["From", addresses([mail.from])],
    ["To", addresses(mail.to)],
    ["Cc", addresses(mail.cc)],
    ["Reply-To", addresses(mail.replyTo ? [mail.replyTo] : [])],
    ["Subject", mail.subject],
    ["Date", mail.acceptedAt.toUTCString()],
    ["X-Message-Id", mail.id],
    ...Object.entries(mail.headers),
    ["Categories", mail.categories.join(", ")],
    ...Object.entries(mail.customArgs).map(([name, value]): [string, string] => [
      `custom_args.${name}`,
      value,
    ]),
  ];
  return headers.filter(([, value]) => value !== "");
}
