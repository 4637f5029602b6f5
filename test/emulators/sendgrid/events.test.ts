import { createPublicKey, verify } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { type SendGrid, startSendGrid } from "../../../dev/emulators/sendgrid/sendgrid.ts";
import { listenLocally } from "../../../dev/tools/listen-locally.ts";
import { sendInvite } from "../../support/emulators/sendgrid-client.ts";

let sendgrid: SendGrid;
let app: Server;
const calls = new EventEmitter<{ call: [{ headers: IncomingHttpHeaders; body: string }] }>();

beforeEach(async () => {
  sendgrid = await startSendGrid();
  app = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    response.writeHead(204).end();
    calls.emit("call", { headers: request.headers, body });
  });
  sendgrid.sendEventsTo(`http://127.0.0.1:${await listenLocally(app)}/sendgrid/events`);
});
afterEach(async () => {
  await sendgrid.close();
  app.close().closeAllConnections();
});

async function received(posting: () => Promise<number>) {
  const called = once(calls, "call");
  expect(await posting()).toBe(204);
  const [{ headers, body }] = z
    .tuple([z.object({ headers: z.record(z.string(), z.unknown()), body: z.string() })])
    .parse(await called);
  const key = createPublicKey({
    key: Buffer.from(sendgrid.webhookPublicKey, "base64"),
    format: "der",
    type: "spki",
  });
  const signature = String(headers["x-twilio-email-event-webhook-signature"]);
  const signed = Buffer.from(`${headers["x-twilio-email-event-webhook-timestamp"]}${body}`);
  const genuine = verify("sha256", signed, key, Buffer.from(signature, "base64"));
  return { genuine, body };
}

test("the webhook carries a bounce in SendGrid's words, signed", async () => {
  await sendInvite(sendgrid);
  const mail = await sendgrid.mailTo("eve@example.com");
  const { genuine, body } = await received(() => sendgrid.reports(mail, "bounce", { status: "5.2.2" }));
  expect(genuine).toBe(true);
  expect(JSON.parse(body)).toEqual([
    expect.objectContaining({
      email: "eve@example.com",
      event: "bounce",
      type: "bounce",
      status: "5.2.2",
      bounce_classification: "Invalid Address",
      timestamp: expect.any(Number),
      category: "invite",
      outbox_id: "42",
      sg_event_id: expect.any(String),
      sg_message_id: expect.stringMatching(new RegExp(`^${mail.id}\\.filter`)),
      "smtp-id": expect.any(String),
    }),
  ]);
});

test("the webhook repeats, shuffles and leaves out as told", async () => {
  await sendInvite(sendgrid);
  const mail = await sendgrid.mailTo("eve@example.com");
  const late = sendgrid.event(mail, "bounce", { sg_message_id: undefined });
  const delivered = sendgrid.event(mail, "delivered");
  const { genuine, body } = await received(() => sendgrid.post([delivered, late, delivered]));
  expect(genuine).toBe(true);
  const [first, second, third] = JSON.parse(body);
  expect(third).toEqual(first);
  expect(second).not.toHaveProperty("sg_message_id");
  expect(second).toHaveProperty("outbox_id", "42");
});

test.each([
  ["body", { body: "[]" }],
  ["signature", { signature: Buffer.from("forged").toString("base64") }],
])("the webhook forges the %s", async (_what, forgery) => {
  expect(await received(() => sendgrid.post([{ event: "delivered" }], forgery))).toMatchObject({
    genuine: false,
  });
});
