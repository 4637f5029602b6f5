import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { type SendGrid, startSendGrid } from "../../../dev/emulators/sendgrid/sendgrid.ts";
import { sendInvite } from "../../support/emulators/sendgrid-client.ts";

let sendgrid: SendGrid;
beforeEach(async () => {
  sendgrid = await startSendGrid();
});
afterEach(() => sendgrid.close());

const refusal = z.object({
  code: z.number(),
  response: z.object({
    headers: z.looseObject({}),
    body: z.object({
      errors: z.array(
        z.object({ message: z.string(), field: z.string().nullable(), help: z.string().nullable() }),
      ),
    }),
  }),
});

async function refused(sending: Promise<unknown>) {
  const error = await sending.then(
    () => expect.unreachable("It was accepted."),
    (reason: unknown) => reason,
  );
  const { code, response } = refusal.parse(error);
  return { code, errors: response.body.errors, headers: response.headers };
}

/** Sends what the client itself would not let out. */
async function post(body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${sendgrid.url}/v3/mail/send`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${sendgrid.apiKey}` },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const off = { click_tracking: { enable: false }, open_tracking: { enable: false } };
const raw = {
  personalizations: [{ to: [{ email: "eve@example.com" }] }],
  from: { email: "access@acme.example" },
  subject: "Hello",
  content: [{ type: "text/plain", value: "Hello" }],
  tracking_settings: off,
};

describe("a mail that is accepted", () => {
  test("is kept as it was sent", async () => {
    const { statusCode, headers } = await sendInvite(sendgrid);
    expect(statusCode).toBe(202);
    const mail = await sendgrid.mailTo("Eve@example.com");
    expect(mail).toMatchObject({
      id: headers["x-message-id"],
      to: [{ email: "eve@example.com" }],
      from: { email: "access@acme.example", name: "Acme" },
      replyTo: { email: "help@acme.example" },
      subject: "Mia Chen invites you to join Acme",
      html: "<p>Follow the link</p>",
      customArgs: { outbox_id: "42" },
      categories: ["invite"],
      trackingSettings: off,
      link: "https://iam.acme.example/invite/abc.def",
    });
    expect(sendgrid.mails).toEqual([mail]);
    expect(sendgrid.breaches).toEqual([]);
  });

  test("is waited for, and so is the second one", async () => {
    const second = sendgrid.mailTo("eve@example.com", { count: 2 });
    await sendInvite(sendgrid, { subject: "First" });
    await sendInvite(sendgrid, { to: "mallory@example.com", subject: "Other" });
    await sendInvite(sendgrid, { subject: "Second" });
    expect((await second).subject).toBe("Second");
    expect(sendgrid.mails.map(({ subject }) => subject)).toEqual(["First", "Other", "Second"]);
  });
});

describe("a mail that is refused", () => {
  test.each([
    ["no personalizations", { personalizations: undefined }, "personalizations"],
    ["no recipient", { personalizations: [{}] }, "personalizations.0.to"],
    ["a bad address", { personalizations: [{ to: [{ email: "eve" }] }] }, "personalizations.0.to.0.email"],
    [
      "a recipient twice",
      { personalizations: [{ to: [{ email: "eve@a.io" }], cc: [{ email: "Eve@a.io" }] }] },
      "personalizations.0",
    ],
    ["no sender", { from: undefined }, "from"],
    ["no subject", { subject: "" }, "subject"],
    ["a line break in the subject", { subject: "Hi\r\nBcc: all@a.io" }, "subject"],
    ["a line break in the sender", { from: { email: "a@b.io", name: "A\nB" } }, "from.name"],
    ["a line break in a header", { headers: { "X-Note": "a\nb" } }, "headers"],
    ["a reserved header", { headers: { Subject: "Hi" } }, "headers"],
    ["no content", { content: undefined }, "content"],
    ["empty content", { content: [{ type: "text/plain", value: "" }] }, "content.0.value"],
    [
      "HTML before text",
      {
        content: [
          { type: "text/html", value: "<p>" },
          { type: "text/plain", value: "t" },
        ],
      },
      "content.1.type",
    ],
    ["a number as custom argument", { custom_args: { attempt: 1 } }, "custom_args.attempt"],
    ["over 10,000 bytes of custom arguments", { custom_args: { a: "é".repeat(5_000) } }, "custom_args"],
    ["over 10 categories", { categories: Array.from({ length: 11 }, (_, n) => `c${n}`) }, "categories"],
    ["an unknown property", { subjects: "Hi" }, ""],
  ])("%s", async (_what, change, field) => {
    const { status, body } = await post({ ...raw, ...change });
    expect(status).toBe(400);
    expect(body).toEqual({
      errors: [{ message: expect.any(String), field, help: expect.stringMatching(/^http/) }],
    });
    expect(sendgrid.mails).toEqual([]);
  });

  test("several faults are told at once, and a body that is no JSON lacks everything", async () => {
    const { status, body } = await post("{");
    expect(status).toBe(400);
    expect(body).toHaveProperty("errors.length", 3);
  });

  test("a wrong key", async () => {
    const { code, errors } = await refused(sendInvite(sendgrid, {}, "SG.wrong"));
    expect(code).toBe(401);
    expect(errors[0]?.message).toBe("The provided authorization grant is invalid, expired, or revoked");
  });

  test("a sender that is not verified", async () => {
    sendgrid.verifiedSenders.add("@verified.example").add("access@other.example");
    expect(await refused(sendInvite(sendgrid))).toMatchObject({ code: 403, errors: [{ field: "from" }] });
    await sendInvite(sendgrid, { from: "anyone@verified.example" });
  });

  test("over 30 MB", async () => {
    expect(await post("x".repeat(31 * 1024 * 1024))).toMatchObject({ status: 413 });
  });

  test("with tracking on, or not said to be off, which is a breach", async () => {
    expect(
      await refused(sendInvite(sendgrid, { trackingSettings: { openTracking: { enable: false } } })),
    ).toMatchObject({
      code: 400,
      errors: [{ field: "tracking_settings" }],
    });
    expect(sendgrid.breaches).toHaveLength(1);
  });
});

describe("a SendGrid that misbehaves when told to", () => {
  test("limits the rate twice, then accepts", async () => {
    sendgrid.next({ status: 429, retryAfter: 2 }, 2);
    const { code, headers } = await refused(sendInvite(sendgrid));
    expect(code).toBe(429);
    expect(headers).toMatchObject({ "retry-after": "2", "x-ratelimit-remaining": "0" });
    expect(Number(headers["x-ratelimit-reset"])).toBeGreaterThan(Date.now() / 1000);
    await refused(sendInvite(sendgrid));
    expect(await sendInvite(sendgrid)).toMatchObject({ statusCode: 202 });
    expect(sendgrid.mails).toHaveLength(1);
  });

  test("fails", async () => {
    sendgrid.next({ status: 503 });
    expect(await refused(sendInvite(sendgrid))).toMatchObject({ code: 503 });
    expect(sendgrid.mails).toEqual([]);
  });

  test("answers late, having accepted", async () => {
    sendgrid.next({ delayMs: 50 });
    const sending = sendInvite(sendgrid);
    await sendgrid.mailTo("eve@example.com");
    expect(await sending).toMatchObject({ statusCode: 202 });
  });

  test("accepts, and hangs up", async () => {
    sendgrid.next({ dropAfterAccepting: true });
    await expect(sendInvite(sendgrid)).rejects.toThrow("socket hang up");
    expect(sendgrid.mails).toHaveLength(1);
  });
});

test("a key does what its scopes allow, and may always ask for them", async () => {
  const asked = async (path: string, key = sendgrid.apiKey) => {
    const response = await fetch(`${sendgrid.url}/v3/${path}`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  expect(await asked("scopes")).toMatchObject({
    status: 200,
    body: { scopes: expect.arrayContaining(["mail.send"]) },
  });
  expect((await asked("scopes", "SG.wrong")).status).toBe(401);
  expect((await asked("whitelabel/domains")).status).toBe(403);
  expect((await asked("verified_senders")).status).toBe(403);

  const other = await startSendGrid({ apiKey: sendgrid.apiKey });
  other.scopes.delete("mail.send");
  const sent = await fetch(`${other.url}/v3/mail/send`, {
    method: "POST",
    headers: { Authorization: `Bearer ${other.apiKey}`, "Content-Type": "application/json" },
    body: "{}",
  });
  expect(sent.status).toBe(403);
  await other.close();
});
