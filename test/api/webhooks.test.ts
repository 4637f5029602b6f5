import { expect, test } from "vitest";
import * as z from "zod";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { WebhookEndpoint } from "../../src/models/webhook-endpoint.ts";
import { startApi } from "../support/api.ts";

const api = await startApi();
const portal = await api.client("webhooks:read", "webhooks:write", "users:read");
const hooks = { url: "https://hooks.invalid/iam?token=t0k3n", events: ["user.*"] };
const shown = z.object({ id: z.string(), secret: z.string() });

async function added(): Promise<z.output<typeof shown>> {
  const { status, body } = await portal.asks("POST", "/webhooks", { body: hooks });
  expect(status).toBe(201);
  return shown.parse(body);
}

test("a client adds a webhook, reads its secret once, and finds it in the list without the secret", async () => {
  const { id, secret } = await added();
  expect(secret).toMatch(/^whsec_/);
  const got = await portal.asks("GET", `/webhooks/${id}`);
  expect(got).toMatchObject({
    status: 200,
    body: { id, ...hooks, status: "on", off: null, description: "" },
  });
  const list = await portal.asks("GET", "/webhooks");
  expect(list.body).toMatchObject({ items: expect.arrayContaining([got.body]) });
  expect(JSON.stringify([got.body, list.body])).not.toContain("whsec_");
  const events = JSON.stringify(await AuditEvent.find({ "target.id": id }).lean());
  expect(events).not.toContain("t0k3n");
});

test("it can't ask for events that it may not read, neither adding nor editing", async () => {
  for (const events of [["*"], ["invite.created"], ["user.*", "audit.sealed"], ["access.refused"]]) {
    const refused = await portal.asks("POST", "/webhooks", { body: { ...hooks, events } });
    expect(refused).toMatchObject({ status: 403, body: { code: "not_permitted" } });
  }
  const { id } = await added();
  await WebhookEndpoint.updateOne({ _id: id }, { events: ["group.*"] });
  for (const body of [{ url: "https://elsewhere.invalid/" }, { description: "Mine" }, { events: ["*"] }])
    expect(await portal.asks("PATCH", `/webhooks/${id}`, { body })).toMatchObject({ status: 403 });
  const narrowed = await portal.asks("PATCH", `/webhooks/${id}`, { body: { events: ["user.linked"] } });
  expect(narrowed).toMatchObject({ status: 200, body: { id, events: ["user.linked"] } });
});

test("an invalid webhook is refused with the field's name", async () => {
  for (const [change, field, detail] of [
    [{ url: "https://127.0.0.1/" }, "url", /may not reach 127\.0\.0\.1/],
    [{ url: "http://hooks.invalid/" }, "url", /https/],
    [{ url: "nonsense" }, "url", /web address/],
    [{ url: `https://hooks.invalid/${"é".repeat(200)}` }, "url", /1000 characters/],
    [{ url: `https://hooks.invalid/${"x".repeat(1_000)}` }, "url", /1000 characters/],
    [{ url: "https://hooks.invalid/#top" }, "url", /#/],
    [{ url: "https://mia@hooks.invalid/" }, "url", /user name/],
    [{ url: "https://[::ffff:10.0.0.1]/" }, "url", /may not reach/],
    [{ url: "https://2130706433/" }, "url", /may not reach 127\.0\.0\.1/],
    [{ url: "https://0x7f.1./" }, "url", /may not reach 127\.0\.0\.1/],
    [{ url: "https://１２７.0.0.1/" }, "url", /may not reach 127\.0\.0\.1/],
    [{ events: ["user.exploded"] }, "events", /no event “user\.exploded”/],
    [{ description: "x".repeat(61) }, "description", /60 characters/],
    [{ description: "two\nlines" }, "description", /one line/],
  ] as const) {
    const answer = await portal.asks("POST", "/webhooks", { body: { ...hooks, ...change } });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: "invalid_fields",
        errors: [{ in: "body", field, detail: expect.stringMatching(detail) }],
      },
    });
  }
  for (const body of [{ events: [] }, { surprise: 1 }, { url: 7 }])
    expect(await portal.asks("POST", "/webhooks", { body: { ...hooks, ...body } })).toMatchObject({
      status: 400,
    });
});

test.each([
  ["https://HOOKS.invalid:443/Iam", "https://hooks.invalid/Iam"],
  ["https://hooks.invalid.:8443/", "https://hooks.invalid.:8443/"],
  ["https://bücher.invalid/é", "https://xn--bcher-kva.invalid/%C3%A9"],
  ["https://[2606:4700::1]:444", "https://[2606:4700::1]:444/"],
  [` https://hooks.invalid/${"x".repeat(977)} `, `https://hooks.invalid/${"x".repeat(977)}`],
])("%s is stored as it is sent, and can be edited", async (url, sent) => {
  const { status, body } = await portal.asks("POST", "/webhooks", { body: { ...hooks, url } });
  expect(status).toBe(201);
  const at = `/webhooks/${shown.parse(body).id}`;
  expect((await portal.asks("GET", at)).body).toMatchObject({ url: sent });
  expect((await portal.asks("PATCH", at, { body: { description: "Odd" } })).status).toBe(200);
});

test("a change is refused if somebody else was first", async () => {
  const { id } = await added();
  const { headers } = await portal.asks("GET", `/webhooks/${id}`);
  const etag = headers.get("etag") ?? "";
  expect(etag).toMatch(/^"1\./);
  const change = { body: { description: "Tickets" }, headers: { "if-match": etag } };
  const edited = await portal.asks("PATCH", `/webhooks/${id}`, change);
  expect(edited).toMatchObject({ status: 200, body: { id, description: "Tickets", url: hooks.url } });
  const now = await portal.asks("GET", `/webhooks/${id}`);
  expect(now.body).toEqual(edited.body);
  expect(edited.headers.get("etag")).toBe(now.headers.get("etag"));
  expect(now.headers.get("etag")).toMatch(/^"2\./);
  for (const [method, path] of [
    ["PATCH", ""],
    ["POST", "/rotate-secret"],
    ["POST", "/switch-off"],
    ["POST", "/resume"],
    ["DELETE", ""],
  ] as const) {
    const late = { headers: { "if-match": etag }, ...(method === "PATCH" && { body: { description: "x" } }) };
    expect(await portal.asks(method, `/webhooks/${id}${path}`, late)).toMatchObject({
      status: 412,
      body: { code: "webhook_changed", detail: expect.stringMatching(/changed the webhook Tickets/) },
    });
  }
});

test("a webhook can be tested, given a new secret, switched off and on, and deleted", async () => {
  const { id, secret } = await added();
  const at = `/webhooks/${id}`;
  expect((await portal.asks("POST", `${at}/test`)).status).toBe(202);
  const list = await portal.asks("GET", `${at}/deliveries`);
  const { items } = z.object({ items: z.array(z.looseObject({ id: z.string() })) }).parse(list.body);
  expect(items).toMatchObject([{ type: "webhook.test", status: "waiting", attempts: 0, answer: null }]);
  expect((await portal.asks("POST", `${at}/deliveries/${items[0]?.id}/redeliver`)).status).toBe(202);
  expect(await portal.asks("POST", `${at}/deliveries/msg_1/redeliver`)).toMatchObject({ status: 404 });

  const rotated = shown.parse((await portal.asks("POST", `${at}/rotate-secret`)).body);
  expect(rotated.secret).not.toBe(secret);
  expect((await portal.asks("POST", `${at}/switch-off`)).status).toBe(204);
  expect((await portal.asks("GET", at)).body).toMatchObject({
    status: "off",
    off: { reason: "switched_off" },
  });
  expect(await portal.asks("POST", `${at}/test`)).toMatchObject({
    status: 409,
    body: { code: "webhook_off" },
  });
  expect((await portal.asks("POST", `${at}/resume`)).status).toBe(204);
  expect((await portal.asks("DELETE", at)).status).toBe(204);
  expect((await portal.asks("GET", at)).status).toBe(404);
  expect(await portal.asks("DELETE", at)).toMatchObject({
    status: 409,
    body: { code: "webhook_changed", detail: expect.stringMatching(/deleted the webhook/) },
  });
});

test("a client that may only read changes nothing", async () => {
  const { id } = await added();
  const reader = await api.client("webhooks:read");
  for (const [method, path] of [
    ["POST", ""],
    ["PATCH", `/${id}`],
    ["DELETE", `/${id}`],
    ["POST", `/${id}/rotate-secret`],
    ["POST", `/${id}/test`],
    ["POST", `/${id}/switch-off`],
    ["POST", `/${id}/resume`],
    ["POST", `/${id}/deliveries/msg_1/redeliver`],
  ] as const)
    expect((await reader.asks(method, `/webhooks${path}`, { body: hooks })).status, path).toBe(403);
  expect((await reader.asks("GET", `/webhooks/${id}`)).status).toBe(200);
});
