import fc from "fast-check";
import { Types } from "mongoose";
import { beforeAll, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Group } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { revokeClient } from "../../src/services/clients/revoke-client.ts";
import { startAccess } from "../support/access.ts";
import { groupNamed, seedUsers } from "../support/slack/seed.ts";
import { databaseFails } from "../support/worker/empty-database.ts";

const access = await startAccess();
const { asks } = access;

async function group(
  name: string,
  gives: Partial<Record<"services" | "projects" | "regions" | "actions", string[] | "all">>,
) {
  const { _id } = await Group.create({ ...groupNamed(name), ...gives });
  return String(_id);
}

beforeAll(async () => {
  const editors = await group("Editors", { services: ["record-1"], projects: ["Apollo"] });
  const readers = await group("Readers", { services: ["record-1"], actions: ["read"] });
  const everything = await group("Everything", { services: "all", projects: "all", regions: "all" });
  await seedUsers(["Alice Reed"], editors, { email: "alice@acme.io" });
  await seedUsers(["Bob Lane"], readers, { email: "bob@acme.io" });
  await seedUsers(["Root"], everything, { email: "root@acme.io" });
  await seedUsers(["Sam Suspended"], editors, { email: "sam@acme.io", status: "suspended" });
});

const alice = { type: "user", id: "alice@acme.io" };
const bob = { type: "user", id: "bob@acme.io" };
const record = { type: "service", id: "record-1" };
const read = { name: "read" };
const write = { name: "write" };
const valid = { subject: alice, action: read, resource: record };

const decisionOf = async (body: object) => {
  const { status, body: answer } = await asks("/evaluation", body);
  expect(status).toBe(200);
  return answer;
};

test("a decision says yes or no, with a code for programs and a reason for people", async () => {
  expect(await decisionOf(valid)).toEqual({
    decision: true,
    context: {
      code: "given",
      reason: expect.stringMatching(/^Given by group Editors since 3 March( 2026)?$/),
    },
  });
  expect(await decisionOf({ ...valid, subject: bob, action: write })).toEqual({
    decision: false,
    context: {
      code: "action_not_given",
      reason: "Group Readers gives record-1 for read, not for write",
    },
  });
  expect(await decisionOf({ ...valid, subject: bob, context: { project: "Apollo" } })).toEqual({
    decision: false,
    context: { code: "not_given", reason: "No group gives record-1 in project Apollo" },
  });
  const sam = { type: "user", id: "sam@acme.io" };
  expect(await decisionOf({ ...valid, subject: sam })).toMatchObject({ context: { code: "suspended" } });
});

test("everything that the context and the resource's properties name must come from one group", async () => {
  const asked = async (more: object) => Object(await decisionOf({ ...valid, ...more })).decision;
  expect(await asked({ context: { project: "Apollo" } })).toBe(true);
  expect(await asked({ resource: { ...record, properties: { project: "Apollo" } } })).toBe(true);
  expect(await asked({ resource: { type: "project", id: "Apollo" }, context: { service: "record-1" } })).toBe(
    true,
  );
  expect(await asked({ context: { project: "Gemini" } })).toBe(false);
  expect(await asked({ context: { project: "Apollo", region: "eu" } })).toBe(false);
  // Both count if they differ.
  expect(
    await asked({
      resource: { ...record, properties: { project: "Gemini" } },
      context: { project: "Apollo" },
    }),
  ).toBe(false);
  expect(await asked({ subject: { type: "user", id: "root@acme.io" }, context: { region: "mars" } })).toBe(
    true,
  );
});

test("a client can be created that is told yes or no, but not why", async () => {
  const { token } = await access.client(["decisions"], true);
  const headers = { Authorization: `Bearer ${token}` };
  expect((await asks("/evaluation", valid, { headers })).body).toEqual({ decision: true });
  expect((await asks("/evaluation", { ...valid, subject: bob, action: write }, { headers })).body).toEqual({
    decision: false,
  });
  const two = { ...valid, evaluations: [{}, { resource: { type: "printer", id: "p1" } }] };
  expect((await asks("/evaluations", two, { headers })).body).toEqual({
    evaluations: [{ decision: true }, { decision: false }],
  });
});

test("subjects and resources of unknown types are denied, not refused", async () => {
  expect(await decisionOf({ ...valid, subject: { type: "robot", id: "r2" } })).toMatchObject({
    decision: false,
    context: { code: "unknown_subject_type" },
  });
  expect(await decisionOf({ ...valid, resource: { type: "printer", id: "p1" } })).toMatchObject({
    decision: false,
    context: { code: "unknown_resource_type" },
  });
  expect(await decisionOf({ ...valid, subject: { type: "user", id: "nobody" } })).toMatchObject({
    decision: false,
    context: { code: "unknown_subject" },
  });
  const endless = { type: "user", id: `eve@${"İ".repeat(60_000)}.io` };
  expect(await decisionOf({ ...valid, subject: endless })).toMatchObject({
    context: { code: "unknown_subject" },
  });
});

test("unknown fields and properties are ignored, and any context is accepted", async () => {
  const more = {
    foo: "bar",
    futureField: { nested: true },
    context: { time: "2025-06-27T18:03-07:00", ip: "10.1.1.1" },
  };
  const subject = { ...alice, properties: { department: "Sales" }, later: 1 };
  expect(await decisionOf({ ...valid, ...more, subject })).toMatchObject({ decision: true });
});

const bad: [string, unknown][] = [
  ["no subject", { action: read, resource: record }],
  ["no action", { subject: alice, resource: record }],
  ["no resource", { subject: alice, action: read }],
  ["a subject without type", { ...valid, subject: { id: "a" } }],
  ["a subject without id", { ...valid, subject: { type: "user" } }],
  ["an action without name", { ...valid, action: {} }],
  ["a resource without type", { ...valid, resource: { id: "r" } }],
  ["a resource without id", { ...valid, resource: { type: "service" } }],
  ["a subject that is text", { ...valid, subject: "alice" }],
  ["a name that is a number", { ...valid, action: { name: 123 } }],
  ["properties that are text", { ...valid, subject: { ...alice, properties: "x" } }],
  ["a context that is a list", { ...valid, context: [] }],
  ["a project that is no text", { ...valid, context: { project: 5 } }],
  ["a list", [valid]],
  ["nothing", ""],
  ["what is no JSON", "{"],
  ["what is no UTF-8", "\ud800"],
  ["null", "null"],
];
test.each(bad)("%s is a bad request, with a sentence", async (_, body) => {
  for (const path of ["/evaluation", "/evaluations"]) {
    const answer = await asks(path, body);
    expect([path, answer.status]).toEqual([path, 400]);
    expect(answer.body).toEqual(expect.any(String));
  }
});

test("another content type is a bad request as well; every answer echoes the request's id", async () => {
  const id = "bfe9eb29-ab87-4ca3-be83-a1d5d8305716";
  const headers = { "X-Request-ID": id };
  const form = { ...headers, "Content-Type": "text/plain" };
  const answers = [
    await asks("/evaluation", valid, { headers }),
    await asks("/evaluation", valid, { headers: form }),
    await asks("/evaluation", valid, { headers: { ...headers, Authorization: "Bearer iam_x" } }),
    await asks("/evaluation", valid, { headers, method: "GET" }),
    await asks("/nothing", valid, { headers }),
    await asks("/evaluation", "x".repeat(600_000), { headers }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 401, 405, 404, 413]);
  const options = await fetch(`${access.url}/access/v1/evaluation`, {
    method: "OPTIONS",
    headers: { ...headers, Authorization: `Bearer ${access.token}` },
  });
  expect([options.status, options.headers.get("Allow")]).toEqual([204, "POST, OPTIONS"]);
  for (const answer of answers) expect(answer.headers.get("X-Request-ID")).toBe(id);
  for (const { headers } of answers) expect(headers.get("Content-Type")).toBe("application/json");
  expect(answers[2]?.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
  expect(answers[3]?.headers.get("Allow")).toBe("POST, OPTIONS");
  expect((await asks("/evaluation", valid)).headers.get("X-Request-ID")).toMatch(/^[\da-f-]{36}$/);
});

test("JSON is recognised whatever the type's parameters, except another encoding", async () => {
  const statusOf = async (type: string) =>
    (await asks("/evaluation", valid, { headers: { "Content-Type": type } })).status;
  for (const more of ["", ";", "; charset=utf-8", ';Charset="UTF-8"', "; v=1; charset=utf-8", "; profile=x"])
    expect([more, await statusOf(`application/json${more}`)]).toEqual([more, 200]);
  for (const type of [
    "text/plain",
    "application/jsonx",
    "application/problem+json",
    "application/json; v=1; charset=latin1",
    "application/json; charset=",
  ])
    expect([type, await statusOf(type)]).toEqual([type, 400]);
});

test("a client without the permission is refused, and the log says so; a revoked one learns nothing", async () => {
  const reader = await access.client(["users:read"]);
  const headers = { Authorization: `Bearer ${reader.token}` };
  expect(await asks("/evaluation", valid, { headers })).toMatchObject({
    status: 403,
    body: expect.stringContaining("decisions"),
  });
  expect(await AuditEvent.countDocuments({ "actor.clientId": reader.clientId })).toBe(1);

  const portal = await access.client(["decisions"]);
  const own = { Authorization: `Bearer ${portal.token}` };
  expect((await asks("/evaluation", valid, { headers: own })).status).toBe(200);
  await revokeClient({ kind: "operator" }, portal.clientId);
  expect((await asks("/evaluation", valid, { headers: own })).status).toBe(401);
});

const batch = async (body: object) => {
  const { status, body: answer } = await asks("/evaluations", body);
  expect(status).toBe(200);
  return Object(answer).evaluations.map(({ decision }: { decision: boolean }) => decision);
};

test("a batch is answered in order, and an item's fields replace the defaults entirely", async () => {
  const actions = [{ action: read }, { action: write }];
  expect(await batch({ subject: bob, resource: record, evaluations: actions })).toEqual([true, false]);
  expect(
    await batch({
      ...valid,
      context: { project: "Apollo" },
      evaluations: [{}, { subject: bob }, { subject: bob, context: {} }, { context: { project: "Gemini" } }],
    }),
  ).toEqual([true, false, true, false]);
  expect(await batch({ evaluations: [valid, { ...valid, subject: bob, action: write }] })).toEqual([
    true,
    false,
  ]);
  const resource = { type: "service", id: "record-1", properties: { project: "Gemini" } };
  expect(await batch({ ...valid, resource, evaluations: [{}, { resource: record }] })).toEqual([false, true]);
});

test("a broken item is denied with a reason, and the others are answered", async () => {
  const { body } = await asks("/evaluations", {
    subject: alice,
    action: read,
    evaluations: [{ resource: record }, {}, null, 5, { resource: { id: "record-1" } }, { resource: record }],
  });
  const { evaluations } = Object(body);
  expect(evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual([
    true,
    false,
    false,
    false,
    false,
    true,
  ]);
  expect(evaluations[1]).toEqual({
    decision: false,
    context: { code: "invalid_request", reason: "resource is missing" },
  });
});

test("an item without a type or an id takes the batch's, and nothing else of it", async () => {
  const resource = { type: "service", id: "record-1", properties: { project: "Gemini" } };
  const decided = (more: object) => batch({ ...valid, ...more });
  // As in AuthZEN's certification (batch with default value merging).
  const ofType = { resource: { type: "service" }, evaluations: [{ resource: { id: "record-1" } }] };
  expect(await decided(ofType)).toEqual([true]);
  const items = [{ resource: { id: "record-1" } }, { resource: { type: "service" } }, { resource: {} }];
  expect(await decided({ resource, evaluations: items })).toEqual([true, true, true]);
  expect(await decided({ subject: { type: "user" }, evaluations: [{ subject: { id: bob.id } }] })).toEqual([
    true,
  ]);
  const broken = [{ action: {} }, { resource: { id: 5 } }, { resource: { id: "" } }, { subject: null }];
  expect(await decided({ resource, evaluations: broken })).toEqual([false, false, false, false]);
});

test("a thousand questions can each carry what gateways say about a request", async () => {
  const context = { time: "2026-03-03T00:00:00Z", ip: "10.1.1.1", path: "/".padEnd(150, "customers/") };
  const evaluations = Array.from({ length: 1_000 }, () => ({ ...valid, context }));
  expect(JSON.stringify(evaluations).length).toBeGreaterThan(300_000);
  expect(await batch({ evaluations })).toHaveLength(1_000);
});

test("a batch can end at the first deny or the first permit", async () => {
  const evaluations = [{ action: read }, { action: write }, { action: read }];
  const by = (evaluations_semantic: string) =>
    batch({ subject: bob, resource: record, evaluations, options: { evaluations_semantic, later: 1 } });
  expect(await by("execute_all")).toEqual([true, false, true]);
  expect(await by("deny_on_first_deny")).toEqual([true, false]);
  expect(await by("permit_on_first_permit")).toEqual([true]);
  const broken = { evaluations: [{}, valid], options: { evaluations_semantic: "deny_on_first_deny" } };
  expect(await batch(broken)).toEqual([false]);
  for (const options of [
    { evaluations_semantic: "all" },
    { evaluations_semantic: null },
    "execute_all",
    null,
  ])
    expect((await asks("/evaluations", { ...valid, evaluations, options })).status).toBe(400);
});

test("a batch without evaluations is one question; one with more than 1,000 is refused", async () => {
  for (const more of [{}, { evaluations: [] }])
    expect((await asks("/evaluations", { ...valid, ...more })).body).toMatchObject({ decision: true });
  expect((await asks("/evaluations", { ...valid, evaluations: "all" })).status).toBe(400);
  expect((await asks("/evaluations", { ...valid, subject: "alice", evaluations: [{}] })).status).toBe(400);
  const many = (count: number) => Array.from({ length: count }, () => ({}));
  expect(await batch({ ...valid, evaluations: many(1_000) })).toHaveLength(1_000);
  expect((await asks("/evaluations", { ...valid, evaluations: many(1_001) })).status).toBe(400);
});

interface Found {
  page: { next_token: string };
  results: unknown[];
}

/** Follows a search to its end. */
async function all(path: string, request: object, limit?: number): Promise<unknown[]> {
  const found: unknown[] = [];
  let token: string | undefined;
  do {
    const { status, body } = await asks(path, { ...request, page: { limit, token } });
    expect(status).toBe(200);
    const { page, results }: Found = Object(body);
    if (limit) expect(results.length).toBeLessThanOrEqual(limit);
    found.push(...results);
    token = page.next_token;
  } while (token !== "");
  return found;
}

const emails = (found: unknown[]) => found.map((each) => String(Object(each).id)).sort();

test("all allowed subjects are found, page by page, each once", async () => {
  const request = { subject: { type: "user", id: "ignored" }, action: read, resource: record };
  const may = ["alice@acme.io", "bob@acme.io", "root@acme.io"];
  expect(emails(await all("/search/subject", request))).toEqual(may);
  expect(emails(await all("/search/subject", { ...request, action: write }))).toEqual([may[0], may[2]]);
  expect(emails(await all("/search/subject", { ...request, context: { region: "eu" } }))).toEqual([may[2]]);

  const [first, second] = [
    await group("First", { services: ["Pager"] }),
    await group("Second", { services: ["Pager"] }),
  ];
  const both = [first, second].map((id) => ({
    groupId: new Types.ObjectId(id),
    since: new Date(),
    by: { kind: "system" as const, name: "x" },
  }));
  const people = Array.from({ length: 25 }, (_, at) => `Person ${at}`);
  await seedUsers(people.slice(0, 10), first);
  await seedUsers(people.slice(10, 20), first, { memberships: both });
  await seedUsers(people.slice(20), second);
  const [ended = ""] = await seedUsers(["Over"], first);
  const past = new Date(Date.now() - 60_000);
  await User.updateOne({ _id: ended }, { $set: { "memberships.0.until": past } });
  // No longer in the first, but still in the second.
  await User.updateOne({ name: "Person 19" }, { $set: { "memberships.0.until": past } });
  const pager = { ...request, resource: { type: "service", id: "Pager" } };
  for (const limit of [1, 7, 100]) {
    const found = emails(await all("/search/subject", pager, limit));
    expect(found).toHaveLength(26);
    expect(new Set(found).size).toBe(26);
    for (const id of found)
      expect(await decisionOf({ ...pager, subject: { type: "user", id } })).toMatchObject({ decision: true });
  }
});

test("all resources and actions are found; if a group gives all, every name in any group", async () => {
  const resources = (id: string, type: string, more = {}) =>
    all("/search/resource", { subject: { type: "user", id }, action: read, resource: { type }, ...more }, 1);
  expect(await resources("alice@acme.io", "service")).toEqual([{ type: "service", id: "record-1" }]);
  expect(await resources("alice@acme.io", "project", { context: { service: "record-1" } })).toEqual([
    { type: "project", id: "Apollo" },
  ]);
  expect(await resources("alice@acme.io", "region")).toEqual([]);
  expect(emails(await resources("root@acme.io", "service"))).toEqual(["Pager", "Tickets", "record-1"]);
  const actions = (subject: object, resource: object) => all("/search/action", { subject, resource });
  expect(await actions(bob, record)).toEqual([{ name: "read" }]);
  await group("Writers", { services: ["Nothing"], actions: ["write", "delete"] });
  expect(await actions(alice, record)).toEqual([{ name: "delete" }, { name: "read" }, { name: "write" }]);
});

test("unknown ids and types find nothing, without an error", async () => {
  const nothing = { page: { next_token: "", count: 0 }, results: [] };
  const ship = { type: "spaceship", id: "x" };
  const nobody = { type: "user", id: "nonexistent-user" };
  for (const [path, body] of [
    ["/search/subject", { subject: { type: "spaceship" }, action: read, resource: record }],
    ["/search/subject", { subject: { type: "user" }, action: read, resource: ship }],
    ["/search/resource", { subject: nobody, action: read, resource: { type: "service" } }],
    ["/search/resource", { subject: alice, action: read, resource: { type: "spaceship" } }],
    ["/search/action", { subject: nobody, resource: record }],
    ["/search/action", { subject: alice, resource: ship }],
  ] as const)
    expect(await asks(path, body)).toMatchObject({ status: 200, body: nothing });
});

test("an incomplete search is refused, and so is a token with another question", async () => {
  for (const [path, body] of [
    ["/search/subject", { subject: { type: "user" }, resource: record }],
    ["/search/subject", { subject: { type: "user" }, action: read, resource: { type: "service" } }],
    ["/search/resource", { action: read, resource: { type: "service" } }],
    ["/search/resource", { subject: { type: "user" }, action: read, resource: { type: "service" } }],
    ["/search/action", { subject: alice }],
    ["/search/action", { subject: alice, resource: record, page: { limit: -1 } }],
    ["/search/action", { subject: alice, resource: record, page: { token: "made up" } }],
  ] as const)
    expect((await asks(path, body)).status).toBe(400);

  const request = { subject: { type: "user" }, action: read, resource: record, context: { a: 1, b: [2] } };
  const { body } = await asks("/search/subject", { ...request, page: { limit: 1 } });
  const token = Object(body).page.next_token;
  expect(token).not.toBe("");
  const again = (more: object, page: object = {}) =>
    asks("/search/subject", { ...request, ...more, page: { token, ...page } });
  expect((await again({})).status).toBe(200);
  expect((await again({ context: { b: [2], a: 1 } }, { limit: 1 })).status).toBe(200);
  expect((await again({}, { limit: 2 })).status).toBe(400);
  expect((await again({ action: write })).status).toBe(400);
  expect((await again({ context: { a: 1, b: [3] } })).status).toBe(400);
  expect((await again({ context: undefined })).status).toBe(400);
  const deep = "[".repeat(5_000) + "]".repeat(5_000);
  const nested = JSON.stringify({ ...request, context: { a: 0 } }).replace('"a":0', `"a":${deep}`);
  expect((await asks("/search/subject", nested)).status).toBe(400);
  expect(
    (await asks("/evaluation", nested.replace('"type":"user"', '"type":"user","id":"alice@acme.io"'))).status,
  ).toBe(200);
  const none = await asks("/search/subject", { ...request, page: { limit: 0 } });
  expect(none.body).toMatchObject({ results: [], page: { next_token: expect.stringMatching(/./) } });
});

test("each subject is found once, even if people are renamed or leave groups meanwhile, or have long names", async () => {
  const [first, second] = [
    await group("Riggers", { services: ["Crane"] }),
    await group("Drivers", { services: ["Crane"] }),
  ];
  const both = [first, second].map((id) => ({
    groupId: new Types.ObjectId(id),
    since: new Date(),
    by: { kind: "system" as const, name: "x" },
  }));
  await seedUsers(["Ann", "Bea", "Cid", "Dan", "Eve"], first, { memberships: both });
  await seedUsers(["N".repeat(300)], first, { email: "n@acme.io" });
  const request = { subject: { type: "user" }, action: read, resource: { type: "service", id: "Crane" } };
  const found: string[] = [];
  let token: string | undefined;
  do {
    const { status, body } = await asks("/search/subject", { ...request, page: { limit: 1, token } });
    expect(status).toBe(200);
    const { page, results }: Found = Object(body);
    for (const id of emails(results)) {
      found.push(id);
      // In the other group still; and by name behind, or before, all others.
      await User.updateOne({ email: id }, { $pull: { memberships: { groupId: both[0]?.groupId } } });
      await User.updateOne({ email: id }, { $set: { name: `Zz ${id}` } });
      await User.updateOne({ name: "Eve" }, { $set: { name: "Aa" } });
    }
    token = page.next_token;
  } while (token !== "");
  expect(found).toHaveLength(7);
  expect(new Set(found).size).toBe(7);
});

test("whatever a client sends, nothing is wrongly allowed and nothing fails", async () => {
  const entity = fc.record(
    { type: fc.constantFrom("user", "service", "project", "robot"), id: fc.string(), name: fc.string() },
    { requiredKeys: [] },
  );
  const part = fc.oneof(entity, fc.jsonValue());
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        subject: part,
        action: part,
        resource: part,
        context: part,
        page: fc.jsonValue(),
        options: fc.jsonValue(),
        evaluations: fc.array(fc.oneof(part, fc.record({ subject: part, resource: part, action: part }))),
      },
      { requiredKeys: [] },
    ),
  );
  const paths = ["/evaluation", "/evaluations", "/search/subject", "/search/resource", "/search/action"];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), body, async (path, sent) => {
      const { status, body: answer } = await asks(path, sent);
      expect([200, 400]).toContain(status);
      expect(JSON.stringify(answer)).not.toContain('"decision":true');
    }),
    { numRuns: 500 },
  );
});

test("the well-known path describes where to ask, without a token", async () => {
  const { origin } = new URL(access.url);
  const response = await fetch(`${origin}/.well-known/authzen-configuration`);
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("application/json");
  expect(response.headers.get("Cache-Control")).toMatch(/max-age/);
  expect(await response.json()).toEqual({
    policy_decision_point: access.url,
    access_evaluation_endpoint: `${access.url}/access/v1/evaluation`,
    access_evaluations_endpoint: `${access.url}/access/v1/evaluations`,
    search_subject_endpoint: `${access.url}/access/v1/search/subject`,
    search_resource_endpoint: `${access.url}/access/v1/search/resource`,
    search_action_endpoint: `${access.url}/access/v1/search/action`,
  });
});

test("the description is only for GET, and other methods are told so", async () => {
  const url = `${new URL(access.url).origin}/.well-known/authzen-configuration`;
  for (const method of ["POST", "PUT", "DELETE"]) {
    const response = await fetch(url, { method });
    const allowed = response.headers.get("Allow");
    expect([method, response.status, allowed]).toEqual([method, 405, "GET, HEAD, OPTIONS"]);
  }
  const options = await fetch(url, { method: "OPTIONS" });
  expect([options.status, options.headers.get("Allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
});

test("without the database nothing is decided: 503, and the client may try again", async () => {
  await access.decisions.stop();
  await databaseFails("aggregate", 1);
  const down = await asks("/evaluation", { ...valid, subject: { type: "user", id: "new@acme.io" } });
  expect(down.status).toBe(503);
  expect(down.headers.get("Retry-After")).toBe("1");
});
