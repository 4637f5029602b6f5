import { readFileSync } from "node:fs";
import { Types } from "mongoose";
import { expect, test } from "vitest";
import * as z from "zod";
import type { AuditEventDocument } from "../../src/models/audit-event.ts";
import {
  auditBody,
  MAX_BYTES,
  sealedBody,
  testBody,
  webhookMessage,
} from "../../src/services/webhooks/payload.ts";

const at = new Date("2026-12-01T10:00:00Z");
const event: AuditEventDocument = {
  _id: new Types.ObjectId(),
  at,
  actor: { kind: "slack", name: "Mia Chen", email: "mia@acme.io", teamId: "T1", userId: "UMIA" },
  action: "user.details_changed",
  target: { kind: "user", id: "0123456789abcdef01234567", label: "eve@acme.io" },
  before: { name: "Eve", title: "", phone: "" },
  after: { name: "Eve Adams", title: "", phone: "(a number)" },
  about: [],
};
const dataOf = (body: string) => JSON.parse(body).data;

test("docs/webhooks.schema.json is what the bodies are made by", () => {
  const schema = z.toJSONSchema(webhookMessage, { io: "input" });
  expect(JSON.parse(readFileSync("docs/webhooks.schema.json", "utf8"))).toEqual(schema);
});

test("a body tells which details changed, and not what they are", () => {
  const body = auditBody(event);
  expect(dataOf(body)).toMatchObject({ before: {}, after: {}, changed: ["name", "phone"] });
  expect(body).not.toMatch(/Eve|number|mia@acme/);
  expect(webhookMessage.parse(JSON.parse(body))).toEqual(JSON.parse(body));
});

test("a number that replaces another is told, though the log says of both only that there is one", () => {
  const [before, after] = [{ phone: "(a number)" }, { phone: "(a number)", attributes: ["phoneNumbers"] }];
  expect(dataOf(auditBody({ ...event, before, after })).changed).toEqual(["phone", "attributes"]);
});

test("states, ids and codes are told; sentences, and what has another form than it should, are not", () => {
  const after = {
    status: "suspended",
    invitesToCancel: 3,
    reason: "the key was stolen by Eve",
    groups: "all",
    expiresAt: at,
    problems: ["Event 7 was altered"],
    __proto__: null,
  };
  expect(dataOf(auditBody({ ...event, before: null, after })).after).toEqual({
    status: "suspended",
    invitesToCancel: 3,
    expiresAt: at.toISOString(),
  });
});

test("a reason that somebody wrote is not told, even if it looks like a code", () => {
  const after = { status: "denied", reason: "nonsense" };
  expect(dataOf(auditBody({ ...event, action: "request.denied", before: null, after })).after).toEqual({
    status: "denied",
  });
  expect(dataOf(auditBody({ ...event, action: "access.refused", before: null, after })).after).toEqual(after);
});

test("who did it: an API client has its own name beside its owner's", () => {
  const by = { kind: "client" as const, name: "Mia Chen", clientId: "c1", clientName: "Portal" };
  expect(dataOf(auditBody({ ...event, actor: by })).actor).toEqual(by);
  const invitee = { kind: "invitee" as const, name: "Eve", email: "eve@acme.io" };
  expect(dataOf(auditBody({ ...event, actor: invitee })).actor).toEqual(invitee);
});

test("a body stays below 20 kB, and says when something did not fit", () => {
  const groups = Array.from({ length: 2_000 }, (_, each) => `Group number ${each}`);
  const body = auditBody({ ...event, before: { groups }, after: { groups: [] } });
  expect(Buffer.byteLength(body)).toBeLessThan(MAX_BYTES);
  expect(dataOf(body)).toMatchObject({ id: String(event._id), before: null, after: null, truncated: true });
  expect(webhookMessage.parse(JSON.parse(body))).toEqual(JSON.parse(body));
});

test("the seal and a test have bodies of their own", () => {
  expect(dataOf(sealedBody(at, 4211, "c2VhbA"))).toEqual({
    sealed: 4211,
    lastSeal: "c2VhbA",
    since: "4211:c2VhbA",
  });
  for (const body of [sealedBody(at, 1, "x"), testBody(at, "e1")])
    expect(webhookMessage.parse(JSON.parse(body))).toEqual(JSON.parse(body));
});
