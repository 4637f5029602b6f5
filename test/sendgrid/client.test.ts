import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Fault } from "../../dev/emulators/sendgrid/fault.ts";
import { type SendGrid, startSendGrid } from "../../dev/emulators/sendgrid/sendgrid.ts";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import type { Mail } from "../../src/mail/mail.ts";
import { sendGrid } from "../../src/sendgrid/client.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { shiftClock } from "../support/shift-clock.ts";

let sendgrid: SendGrid;
beforeEach(async () => {
  sendgrid = await startSendGrid();
});
afterEach(async () => {
  await sendgrid.close();
  expect(sendgrid.breaches).toEqual([]);
});

const mail: Mail = {
  to: "eve@example.com",
  subject: "Hello",
  text: "Hello",
  html: "<p>Hello</p>",
  category: "invite",
};
const sender = (change: { apiKey?: string; apiUrl?: string; timeoutMs?: number } = {}) =>
  sendGrid({
    apiKey: sendgrid.apiKey,
    apiUrl: sendgrid.url,
    from: { name: "Acme", email: "iam@acme.io" },
    replyTo: { name: "", email: "help@acme.io" },
    timeoutMs: PATIENCE_MS,
    ...change,
  });

test("a mail carries its outbox id and nothing personal beside it; nothing is tracked, and nobody who is away answers", async () => {
  expect(await sender()(mail, "65f0c0ffee65f0c0ffee65f0")).toEqual({ kind: "accepted" });
  expect(await sendgrid.mailTo("eve@example.com")).toMatchObject({
    from: { name: "Acme", email: "iam@acme.io" },
    replyTo: { email: "help@acme.io" },
    customArgs: { outbox_id: "65f0c0ffee65f0c0ffee65f0" },
    categories: ["invite"],
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply" },
    trackingSettings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
      subscription_tracking: { enable: false },
    },
  });
});

describe("what SendGrid answers is told as a code, with its status", () => {
  test.each<[string, Fault, Record<string, unknown>]>([
    [
      "400",
      { status: 400 },
      { kind: "refused", reason: { code: "provider_refused", fact: "400" }, invalidRecipient: false },
    ],
    [
      "401 for a plan that is used up",
      { status: 401, message: "Maximum credits exceeded" },
      { kind: "misconfigured", reason: { code: "provider_plan_used_up" } },
    ],
    ["403", { status: 403 }, { kind: "misconfigured", reason: { code: "sender_refused" } }],
    ["413", { status: 413 }, { kind: "refused", reason: { code: "mail_too_large" } }],
    ["429", { status: 429, retryAfter: 7 }, { kind: "limited", waitMs: 7_000 }],
    ["429 without a time", { status: 429, retryAfter: null }, { kind: "limited", waitMs: 60_000 }],
    [
      "429 with a time that can't be",
      { status: 429, retryAfter: 1e9 },
      { kind: "limited", waitMs: 86_400_000 },
    ],
    ["503", { status: 503, retryAfter: 2 }, { kind: "busy", retryAfterMs: 2_000 }],
    ["nothing, and hangs up", { dropAfterAccepting: true }, { kind: "unknown" }],
  ])("%s", async (_, fault, expected) => {
    sendgrid.next(fault);
    expect(await sender()(mail, "1")).toMatchObject(expected);
  });

  test.each<[string, Fault]>([
    ["200 with a proxy's page", { status: 200, page: "<html>Sign in to the guest network</html>" }],
    ["200 with nothing", { status: 200, page: "" }],
    ["200 with JSON", { status: 200 }],
    ["201", { status: 201, page: "" }],
    ["204", { status: 204, page: "" }],
    ["302 to a page that answers 200", { status: 302, page: "" }],
    ["307", { status: 307, page: "" }],
    ["407, a proxy's", { status: 407, page: "<html>Proxy authentication required</html>" }],
    ["408", { status: 408, page: "" }],
    ["421", { status: 421, page: "" }],
    ["425", { status: 425, page: "" }],
    ["502 with a proxy's page", { status: 502, page: "<html>Bad gateway</html>" }],
  ])("%s: nothing was sent, and it may work later; only the status is kept", async (_, fault) => {
    sendgrid.next(fault);
    expect(await sender()(mail, "1")).toEqual({
      kind: "busy",
      reason: { code: "provider_down", fact: "status" in fault && String(fault.status) },
      retryAfterMs: 0,
    });
    expect(sendgrid.mails).toEqual([]);
  });

  test("429 with X-RateLimit-Reset alone waits until then", async () => {
    sendgrid.next({ status: 429 });
    const result = await sender()(mail, "1");
    expect(result).toMatchObject({ kind: "limited", waitMs: expect.any(Number) });
    if (result.kind === "limited") expect(result.waitMs).toBeLessThanOrEqual(2_000);
  });

  test.each([-3, 3])("429 ends by SendGrid's clock, though ours is %i hours off", async (hours) => {
    const reset = Math.ceil(Date.now() / 1000) + 60;
    const limiting = createServer((request, response) => {
      request.resume();
      response.writeHead(429, { "Content-Type": "application/json", "X-RateLimit-Reset": reset }).end("{}");
    });
    onTestFinished(() => void limiting.close().closeAllConnections());
    const apiUrl = `http://127.0.0.1:${await listenLocally(limiting)}`;
    onTestFinished(shiftClock(hours * 3_600_000));
    const result = await sender({ apiUrl })(mail, "1");
    expect(result).toMatchObject({ kind: "limited", waitMs: expect.any(Number) });
    if (result.kind === "limited") expect(Math.abs(result.waitMs - 60_000)).toBeLessThan(60_000);
  });

  test("nothing in time", async () => {
    sendgrid.next({ delayMs: 2_000 });
    expect(await sender({ timeoutMs: 100 })(mail, "1")).toEqual({
      kind: "unknown",
      reason: { code: "provider_timeout" },
    });
  });

  test("401: the key is wrong", async () => {
    expect(await sender({ apiKey: "SG.other" })(mail, "1")).toMatchObject({
      kind: "misconfigured",
      reason: { code: "provider_key_refused" },
    });
  });

  test("an address that SendGrid does not take", async () => {
    expect(await sender()({ ...mail, to: "ève@example.com" }, "1")).toEqual({
      kind: "refused",
      reason: { code: "address_refused" },
      invalidRecipient: true,
    });
  });

  test("a sender that is not verified", async () => {
    sendgrid.verifiedSenders.add("other@acme.io");
    expect(await sender()(mail, "1")).toMatchObject({
      kind: "misconfigured",
      reason: { code: "sender_refused" },
    });
  });
});
