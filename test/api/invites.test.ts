import { expect, test } from "vitest";
import * as z from "zod";
import { pageOf } from "../../src/api/paging.ts";
import { problem } from "../../src/api/problem.ts";
import { inviteOutcome } from "../../src/api/v1/invite-outcome.ts";
import { invite } from "../../src/api/v1/invite-resource.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Counter } from "../../src/models/counter.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { IdempotencyRecord } from "../../src/models/idempotency-record.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { mia, policy } from "../support/acting.ts";
import { startApi } from "../support/api.ts";
import { registered } from "../support/people.ts";

const api = await startApi();
const portal = await api.client("invites:read", "invites:write");
const users = String(builtInGroupIds.users);
const admins = String(builtInGroupIds.admin);
const DAY_MS = 24 * 60 * 60_000;

const results = z.object({ results: z.array(inviteOutcome) });

/** Invites an address as the client, and reads the invite. */
async function invited(email: string) {
  const { status, body } = await portal.asks("POST", "/invites", { body: { emails: [email] } });
  expect(status).toBe(201);
  const [outcome] = results.parse(body).results;
  const answer = await portal.asks("GET", `/invites/${outcome?.inviteId}`);
  return { ...invite.parse(answer.body), etag: String(answer.headers.get("etag")) };
}

test("a hundred addresses at once: each has its outcome, and none holds back the others", async () => {
  const userId = await registered("Una User");
  const { email } = await User.findById(userId).orFail().lean();
  await createInvites(mia, { emails: ["waits@acme.io"], groupIds: [users], expiryDays: 7 }, policy);
  const others = Array.from({ length: 97 }, (_, n) => `new.${n}@acme.io`);
  const { status, body } = await portal.asks("POST", "/invites", {
    body: {
      emails: [...others, "WAITS@acme.io", email, "new.0@ACME.io"],
      groups: [users],
      expiresInDays: 14,
      message: "Welcome aboard.",
    },
  });
  expect(status).toBe(201);
  const outcomes = results.parse(body).results;
  expect(outcomes.filter(({ outcome }) => outcome === "invited")).toHaveLength(97);
  expect(outcomes.slice(97)).toEqual([
    {
      email: "waits@acme.io",
      outcome: "pending",
      requestId: null,
      inviteId: expect.any(String),
      userId: null,
      detail: "Already pending, invited by Mia Chen.",
    },
    { email, outcome: "user", requestId: null, inviteId: null, userId, detail: "Already a user." },
  ]);
  const again = await portal.asks("POST", "/invites", { body: { emails: ["new.1@acme.io"] } });
  expect(again.status).toBe(200);
});

test.each([
  ["no address", { emails: [] }, "emails"],
  ["too many addresses", { emails: Array.from({ length: 101 }, (_, n) => `e${n}@acme.io`) }, "emails"],
  ["what is no address", { emails: ["eve@acme.io", "nobody"] }, "emails.1"],
  ["no group", { emails: ["eve@acme.io"], groups: [] }, "groups"],
  ["a group's name", { emails: ["eve@acme.io"], groups: ["users"] }, "groups.0"],
  ["too late an expiry", { emails: ["eve@acme.io"], expiresInDays: 31 }, "expiresInDays"],
  ["too long a message", { emails: ["eve@acme.io"], message: "x".repeat(501) }, "message"],
  ["an unknown field", { emails: ["eve@acme.io"], group: users }, "group"],
])("%s can't be read, and the answer names the field", async (_, body, field) => {
  const answer = await portal.asks("POST", "/invites", { body });
  expect(answer.status).toBe(400);
  expect(problem.parse(answer.body).errors).toMatchObject([{ in: "body", field }]);
});

test("a group that does not exist is refused with a sentence", async () => {
  const body = { emails: ["eve@acme.io"], groups: ["6b0e3400447929ec5bdfc4ae"] };
  const answer = await portal.asks("POST", "/invites", { body });
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({
    code: "invalid_fields",
    detail: "A group you chose no longer exists. Choose again.",
  });
});

test("an invite shows its state, but neither its link nor its message", async () => {
  const { id, etag, ...shown } = await invited("shown@acme.io");
  expect(etag).toMatch(/^"1\./);
  expect(shown).toMatchObject({
    email: "shown@acme.io",
    status: "pending",
    generation: 1,
    groups: [{ id: users, name: "Users" }],
    delivery: { state: "queued", reason: null, permanent: false },
    settledAt: null,
    settledBy: null,
  });
  await Invite.updateOne(
    { _id: id },
    { "delivery.state": "bounced", "delivery.reason": "mailbox_unknown:5.1.1", "delivery.permanent": true },
  );
  const { body } = await portal.asks("GET", `/invites/${id}`);
  expect(invite.parse(body).delivery).toMatchObject({
    state: "bounced",
    reason: "mailbox_unknown",
    fact: "5.1.1",
    permanent: true,
  });
  await Invite.updateOne({ _id: id }, { expiresAt: new Date(1_000) });
  const overdue = invite.parse((await portal.asks("GET", `/invites/${id}`)).body);
  expect(overdue).toMatchObject({ status: "expired", settledAt: "1970-01-01T00:00:01.000Z" });
});

test("the list has the pending screen's filters, and pages of any size", async () => {
  const made: string[] = [];
  for (let n = 0; n < 7; n++) made.push((await invited(`paged.${n}@paging.example`)).id);
  const [bounced = "", soon = "", over = ""] = made;
  await Invite.updateOne({ _id: bounced }, { "delivery.state": "dropped" });
  await Invite.updateOne({ _id: soon }, { expiresAt: new Date(Date.now() + DAY_MS) });
  await Invite.updateOne({ _id: over }, { expiresAt: new Date(Date.now() - DAY_MS) });
  const other = await api.client("invites:read");
  const found = async (query: string, client = portal) => {
    const ids: string[] = [];
    for (let at: string | null = `/invites?limit=2&q=paging.example&${query}`; at !== null; ) {
      const answer = await client.asks("GET", at);
      const { items, next } = pageOf(invite).parse(answer.body);
      expect(items.length).toBeLessThanOrEqual(2);
      ids.push(...items.map(({ id }) => id));
      expect(answer.headers.get("link") ?? "").toContain(next ?? "");
      at = next && `/invites?limit=2&q=paging.example&${query}&cursor=${next}`;
    }
    return ids.map((id) => made.indexOf(id));
  };
  expect(await found("which=pending")).toEqual([6, 5, 4, 3, 1, 0]);
  expect(await found("which=trouble")).toEqual([0]);
  expect(await found("which=expiring")).toEqual([1]);
  expect(await found("which=expired")).toEqual([2]);
  expect(await found("mine=true")).toEqual([6, 5, 4, 3, 1, 0]);
  expect(await found("mine=true", other)).toEqual([]);
  const all = pageOf(invite).parse((await portal.asks("GET", "/invites?limit=100")).body);
  expect(all.items.slice(0, 4).map(({ id }) => made.indexOf(id))).toEqual([6, 5, 4, 3]);
});

test("every invite to an address is found, however the address is spelled", async () => {
  const first = await invited("again@acme.io");
  await portal.asks("POST", `/invites/${first.id}/cancel`);
  const second = await invited("again@acme.io");
  const { body } = await portal.asks("GET", "/invites?email=Again%40ACME.io");
  expect(
    pageOf(invite)
      .parse(body)
      .items.map(({ id, status }) => [id, status]),
  ).toEqual([
    [second.id, "pending"],
    [first.id, "cancelled"],
  ]);
  expect((await portal.asks("GET", "/invites?email=again")).body).toMatchObject({
    errors: [{ in: "query", field: "email" }],
  });
});

test("groups and expiry can be edited; a day means its beginning in UTC", async () => {
  const { id } = await invited("edited@acme.io");
  const day = new Date(Date.now() + 10 * DAY_MS).toISOString().slice(0, "2026-03-03".length);
  const answer = await portal.asks("PATCH", `/invites/${id}`, { body: { expiresAt: day } });
  expect(invite.parse(answer.body)).toMatchObject({ expiresAt: `${day}T00:00:00.000Z`, version: 2 });
  expect(answer.headers.get("etag")).toMatch(/^"2\./);
  const late = await portal.asks("PATCH", `/invites/${id}`, {
    body: { expiresAt: "2099-01-01T00:00:00+02:00" },
  });
  expect(late.status).toBe(422);
  expect(late.body).toMatchObject({ errors: [{ field: "expiresAt" }] });
  for (const expiresAt of ["tomorrow", "2026-02-30", "2026-13-01T00:00:00Z", 1_700_000_000]) {
    const unread = await portal.asks("PATCH", `/invites/${id}`, { body: { expiresAt } });
    expect(unread.status).toBe(400);
    expect(unread.body).toMatchObject({ errors: [{ in: "body", field: "expiresAt" }] });
  }
});

test("the end of an invite's memberships can be edited, replacing the approved hours", async () => {
  const { id } = await invited("lasting@acme.io");
  await Invite.updateOne({ _id: id }, { $set: { groupsHours: 24 } });
  const edit = async (body: object) => portal.asks("PATCH", `/invites/${id}`, { body });
  expect((await edit({ groups: [users] })).body).toMatchObject({ hours: 24, until: null });
  const { body } = await edit({ until: "2030-12-31" });
  expect(body).toMatchObject({ hours: null, until: "2030-12-31T23:00:00.000Z" });
  expect((await edit({ until: null })).body).toMatchObject({ hours: null, until: null });
  const late = await edit({ until: "2020-01-01" });
  expect([late.status, late.body]).toMatchObject([422, { errors: [{ field: "until" }] }]);
});

test("of two simultaneous edits of a version one is made, and the other is told by whom", async () => {
  const { id, etag } = await invited("raced@acme.io");
  const ben = await api.client("invites:write", "admins:write");
  const edit = (client: typeof ben, groups: string[]) =>
    client.asks("PATCH", `/invites/${id}`, { body: { groups }, headers: { "If-Match": etag } });
  const answers = await Promise.all([edit(ben, [admins]), edit(ben, [admins, users])]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  const [second] = answers.filter(({ status }) => status === 412);
  expect(problem.parse(second?.body)).toMatchObject({
    code: "invite_edited",
    detail: expect.stringMatching(
      /^Client \d+ edited the invite to raced@acme\.io on .+\. Nothing else was changed\.$/,
    ),
  });
  // Without If-Match, the current version is changed.
  const plain = await ben.asks("PATCH", `/invites/${id}`, { body: { groups: [users] } });
  expect(plain.headers.get("etag")).toMatch(/^"3\./);
});

test("anything about Admin also needs admins:write", async () => {
  const { id } = await invited("admin.to.be@acme.io");
  const refused = [
    await portal.asks("POST", "/invites", { body: { emails: ["boss@acme.io"], groups: [admins] } }),
    await portal.asks("PATCH", `/invites/${id}`, { body: { groups: [admins] } }),
  ];
  for (const { status, body } of refused)
    expect([status, body]).toMatchObject([
      403,
      { code: "not_permitted", detail: expect.stringContaining("admins:write") },
    ]);
});

test("a resend counts and ends earlier links, and is refused for an outdated version", async () => {
  const { id, etag } = await invited("resent@acme.io");
  const answer = await portal.asks("POST", `/invites/${id}/resend`, { headers: { "If-Match": etag } });
  expect(invite.parse(answer.body)).toMatchObject({ generation: 2, version: 2, status: "pending" });
  const again = await portal.asks("POST", `/invites/${id}/cancel`, { headers: { "If-Match": etag } });
  expect([again.status, again.body]).toMatchObject([412, { code: "invite_resent" }]);
  const cancelled = await portal.asks("POST", `/invites/${id}/cancel`);
  expect(invite.parse(cancelled.body)).toMatchObject({
    status: "cancelled",
    settledBy: { client: expect.stringMatching(/^Client/) },
  });
  const twice = await portal.asks("POST", `/invites/${id}/cancel`);
  expect([twice.status, twice.body]).toMatchObject([409, { code: "invite_settled" }]);
});

test("an endpoint without a body refuses one with content, and does nothing", async () => {
  const { id } = await invited("bodies@acme.io");
  const bodies = ['{"expiresInDays": 3}', "expiresInDays=3", "[]", "null", '{"a": 1', Buffer.from([0])];
  for (const body of bodies)
    for (const [method, path] of [
      ["POST", `/invites/${id}/resend`],
      ["POST", `/invites/${id}/cancel`],
    ] as const)
      expect((await portal.asks(method, path, { body })).body).toMatchObject({
        status: 400,
        errors: [{ in: "body", field: "" }],
      });
  expect(await Invite.findById(id).lean()).toMatchObject({ status: "pending", generation: 1 });
  expect((await portal.asks("POST", `/invites/${id}/resend`, { body: " {} " })).status).toBe(200);
  expect((await portal.asks("POST", `/invites/${id}/cancel`, { body: "" })).status).toBe(200);
});

test("a link is shown once, only to a client that may see links, and the log says so", async () => {
  const { id } = await invited("linked@acme.io");
  expect((await portal.asks("POST", `/invites/${id}/link`)).status).toBe(403);
  const keeper = await api.client("invites:link");
  const headers = { "Idempotency-Key": "show" };
  const { status, body } = await keeper.asks("POST", `/invites/${id}/link`, { headers });
  expect([status, body]).toMatchObject([
    200,
    { id, link: expect.stringMatching(/^https:\/\/iam\.example\.com\/invite\/ey/) },
  ]);
  expect(await keeper.asks("POST", `/invites/${id}/link`, { headers })).toMatchObject({
    status: 409,
    body: { code: "already_done", id },
  });
  expect(await AuditEvent.find({ "target.id": id, action: "invite.link_shown" }).lean()).toHaveLength(1);
  expect((await keeper.asks("GET", `/invites/${id}`)).status).toBe(403);
});

test("a client has its own limits, and is told when they are reached", async () => {
  const busy = await api.client("invites:write");
  const day = new Date().toISOString().slice(0, "2026-03-03".length);
  const most = policy.limits.admin;
  await Counter.updateOne(
    { _id: `invites:${day}` },
    { $set: { [`byAdmin.client:${busy.clientId}`]: most - 1, expiresAt: new Date(Date.now() + DAY_MS) } },
    { upsert: true },
  );
  const emails = ["limit.1@acme.io", "limit.2@acme.io"];
  const { status, body } = await busy.asks("POST", "/invites", { body: { emails } });
  expect(status).toBe(201);
  const outcomes = results.parse(body).results.map(({ outcome }) => outcome);
  expect(outcomes).toEqual(["invited", "limit_reached"]);
  const [first] = results.parse(body).results;
  const resent = await busy.asks("POST", `/invites/${first?.inviteId}/resend`);
  expect([resent.status, resent.body]).toMatchObject([429, { code: "limit_reached" }]);
  const again = new Date(Date.now() + 1_000 * Number(resent.headers.get("retry-after")));
  // A few seconds may have passed since.
  expect(Math.abs((again.getTime() % DAY_MS) - DAY_MS / 2)).toBeGreaterThan(DAY_MS / 2 - 60_000);
  expect((await portal.asks("POST", "/invites", { body: { emails: ["limit.2@acme.io"] } })).status).toBe(201);
});

test("a repeated request whose answer was lost is told what it created, not what else happened to fall due", async () => {
  const { id: overdue } = await invited("lost@acme.io");
  await Invite.updateOne({ _id: overdue }, { expiresAt: new Date(1_000) });
  const sent = { body: { emails: ["lost@acme.io"] }, headers: { "Idempotency-Key": "lost" } };
  const { body } = await portal.asks("POST", "/invites", sent);
  const [made] = results.parse(body).results;
  expect(made).toMatchObject({ outcome: "invited" });
  await IdempotencyRecord.updateOne({ ids: made?.inviteId ?? "" }, { $unset: { answer: 1 } });
  expect((await portal.asks("POST", "/invites", sent)).body).toMatchObject({
    code: "already_done",
    id: made?.inviteId,
    ids: [made?.inviteId],
  });
});

test("the invitee's language can be chosen by any tag that matches one of ours, and the answer names it", async () => {
  const invite = (language: string) =>
    portal.asks("POST", "/invites", { body: { emails: [`${language}@acme.io`], language } });
  expect((await invite("zh-HK")).status).toBe(201);
  const { body } = await portal.asks("GET", "/invites?email=zh-hk@acme.io");
  expect(body).toMatchObject({ items: [{ language: "zh-Hant" }] });
  const unknown = await invite("tlh");
  expect([unknown.status, unknown.body]).toMatchObject([400, { errors: [{ field: "language" }] }]);
});
