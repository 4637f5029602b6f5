import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { endpoint } from "../../src/api/endpoint.ts";
import { objectId } from "../../src/api/schemas.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Client } from "../../src/models/client.ts";
import { Group } from "../../src/models/group.ts";
import { IdempotencyRecord } from "../../src/models/idempotency-record.ts";
import { forgetClient } from "../../src/services/client-rights.ts";
import type { GroupRequest } from "../../src/services/groups/group-fields.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { type ApiClient, startApi } from "../support/api.ts";

const none = { all: false, names: [] };
const gives: Omit<GroupRequest, "name"> = { description: "", services: none, projects: none, regions: none };

/** What the endpoint does besides calling its service, in a test. */
let before: () => Promise<void>;
let after: () => Promise<void>;
let runs = 0;
beforeEach(() => {
  before = async () => {};
  after = async () => {};
});

const declared = {
  method: "POST",
  tag: "groups",
  summary: "Create a group",
  permission: "groups:write",
  body: z.strictObject({ name: z.string(), secret: z.string().optional() }),
} as const;
const made = z.strictObject({ id: objectId, name: z.string(), secret: z.string().optional() });

const create = endpoint({
  ...declared,
  path: "/groups",
  operationId: "create",
  located: [201],
  responses: { 201: made },
  handle: async ({ actor, body: { name } }) => {
    await before();
    // A new name each time, so that the refusal of a taken name can't hide a second creation.
    runs += 1;
    const { groupId } = await createGroup(actor, { name: name && `${name} ${runs}`, ...gives });
    await after();
    return { status: 201, body: { id: groupId, name }, location: `/groups/${groupId}` };
  },
});

const createWithSecret = endpoint({
  ...declared,
  path: "/groups-with-secret",
  operationId: "createWithSecret",
  showsSecret: true,
  responses: { 201: made },
  handle: async ({ actor, body: { name } }) => {
    const { groupId } = await createGroup(actor, { name, ...gives });
    return { status: 201, body: { id: groupId, name, secret: "hush-hush" } };
  },
});

const api = await startApi({ endpoints: [create, createWithSecret] });
const portal = await api.client("groups:write");

const post = (key: string, body: object, by: ApiClient = portal, path = "/groups") =>
  by.asks("POST", path, { body, headers: { "Idempotency-Key": key } });
const madeOf = (name: string) => Group.find({ name: new RegExp(`^${name} `) }).lean();
const newGroup = () => ({ key: randomUUID(), name: `Group ${randomUUID()}` });

test("a request is carried out once and always answered the same, however often it is sent with its key", async () => {
  const { key, name } = newGroup();
  const first = await post(key, { name });
  expect(first.status).toBe(201);
  const again = await post(key, { name });
  expect([again.status, again.body, again.headers.get("location")]).toEqual([
    201,
    first.body,
    first.headers.get("location"),
  ]);
  const [group] = await madeOf(name);
  expect(first.body).toEqual({ id: String(group?._id), name });
  expect(await madeOf(name)).toHaveLength(1);
  expect(await AuditEvent.countDocuments({ "target.id": String(group?._id) })).toBe(1);
});

test("without a key, a request is carried out each time it is sent", async () => {
  const { name } = newGroup();
  for (let n = 0; n < 2; n += 1) await portal.asks("POST", "/groups", { body: { name } });
  expect(await madeOf(name)).toHaveLength(2);
});

test("a key stands for one request: another body is refused, while other clients and other paths have their own keys", async () => {
  const { key, name } = newGroup();
  await post(key, { name });
  expect(await post(key, { name: `${name}!` })).toMatchObject({
    status: 422,
    body: { code: "idempotency_key_reused" },
  });
  expect(await madeOf(`${name}!`)).toEqual([]);
  const other = await api.client("groups:write");
  expect((await post(key, { name: `${name} 2` }, other)).status).toBe(201);
  expect((await post(key, { name: `${name} 3` }, portal, "/groups-with-secret")).status).toBe(201);
});

test("a request sent many times at once is carried out once; the others are told to try again", async () => {
  const { key, name } = newGroup();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(key, { name })));
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toContain(201);
  for (const { status, body } of answers)
    if (status !== 201)
      expect([status, body]).toEqual([409, expect.objectContaining({ code: "in_progress" })]);
  expect(await madeOf(name)).toHaveLength(1);
  expect((await post(key, { name })).status).toBe(201);
});

test("if a process dies before the commit, nothing was done: once its claim runs out, the request is carried out once", async () => {
  const { key, name } = newGroup();
  let goOn = () => {};
  const standing = new Promise<void>((stands) => {
    before = () =>
      new Promise((resolve) => {
        goOn = resolve;
        stands();
      });
  });
  const stalled = post(key, { name });
  await standing;
  before = async () => {};
  expect((await post(key, { name })).body).toMatchObject({ code: "in_progress" });
  expect(await IdempotencyRecord.updateMany({ done: false }, { expiresAt: new Date(0) })).toMatchObject({
    modifiedCount: 1,
  });
  expect((await post(key, { name })).status).toBe(201);

  // The process was alive after all.
  goOn();
  expect((await stalled).body).toMatchObject({ code: "in_progress" });
  expect(await madeOf(name)).toHaveLength(1);
  expect((await post(key, { name })).status).toBe(201);
});

test("if a process dies after the commit, the change is done: the repeat is told so, with the id", async () => {
  const { key, name } = newGroup();
  after = async () => {
    throw new Error("this process dies");
  };
  expect((await post(key, { name })).status).toBe(500);
  api.log.splice(0, api.log.length, ...api.log.filter(({ level }) => Number(level) < 50));
  after = async () => {};
  const [group] = await madeOf(name);
  expect(await post(key, { name })).toMatchObject({
    status: 409,
    body: { code: "already_done", id: String(group?._id) },
  });
  expect(await madeOf(name)).toHaveLength(1);
});

test("an answer that shows a secret is never stored; the repeat names what was created", async () => {
  const { key, name } = newGroup();
  const first = await post(key, { name }, portal, "/groups-with-secret");
  expect(first.body).toMatchObject({ secret: "hush-hush" });
  const again = await post(key, { name }, portal, "/groups-with-secret");
  const { id } = made.parse(first.body);
  expect(again).toMatchObject({ status: 409, body: { code: "already_done", id } });
  expect(JSON.stringify(await IdempotencyRecord.find().lean())).not.toContain("hush");
});

test("a refusal changes nothing and is not stored: the corrected request may use the same key", async () => {
  const { key, name } = newGroup();
  expect((await post(key, { name: "" })).body).toMatchObject({ code: "invalid_fields", status: 422 });
  expect((await post(key, { nam: name })).status).toBe(400);
  expect((await post(key, { name })).status).toBe(201);
});

test("a key is forgotten 24 hours after its request, in the database's time", async () => {
  const { key, name } = newGroup();
  const first = await post(key, { name });
  const { id } = made.parse(first.body);
  const record = await IdempotencyRecord.findOne({ ids: id }).orFail().lean();
  const left = record.expiresAt.getTime() - Date.now();
  expect(Math.abs(left - 24 * 60 * 60 * 1000)).toBeLessThan(10 * 60 * 1000);
  await IdempotencyRecord.updateOne({ _id: record._id }, { expiresAt: new Date(0) });
  expect((await post(key, { name: `${name} 2` })).status).toBe(201);
});

test("an answer is repeated only to clients that may still see it", async () => {
  const { key, name } = newGroup();
  const passing = await api.client("groups:write");
  expect((await post(key, { name }, passing)).status).toBe(201);
  await Client.updateOne({ _id: passing.clientId }, { permissions: ["users:read"] });
  forgetClient(passing.clientId);
  expect((await post(key, { name }, passing)).status).toBe(403);
});

test.each(["", "x".repeat(256), "ключ"])(
  "a key is 1 to 255 printable characters: %j is refused",
  async (key) => {
    const sent = key === "ключ" ? Buffer.from(key).toString("latin1") : key;
    const { status, body } = await post(sent, { name: "x" });
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({
        errors: [expect.objectContaining({ in: "header", field: "Idempotency-Key" })],
      }),
    ]);
  },
);
