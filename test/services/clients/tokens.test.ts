import { crc32 } from "node:zlib";
import { mongo, Types } from "mongoose";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Client } from "../../../src/models/client.ts";
import { disconnect } from "../../../src/models/connection.ts";
import { Group } from "../../../src/models/group.ts";
import type { ClientActor, Principal } from "../../../src/services/actor.ts";
import { forgetClient } from "../../../src/services/client-rights.ts";
import { authenticate } from "../../../src/services/clients/authenticate.ts";
import { createClient } from "../../../src/services/clients/create-client.ts";
import { openClient } from "../../../src/services/clients/list-clients.ts";
import { ClientChanged } from "../../../src/services/clients/refusals.ts";
import { revokeClient } from "../../../src/services/clients/revoke-client.ts";
import { rotateClient } from "../../../src/services/clients/rotate-client.ts";
import { InvalidFields, NotPermitted } from "../../../src/services/errors.ts";
import { findGroups } from "../../../src/services/groups/list-groups.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { mia } from "../../support/acting.ts";
import { runCompiled } from "../../support/run-compiled.ts";
import { patientNode } from "../../support/setup/compiled.ts";
import { database, emptyDatabase } from "../../support/worker/empty-database.ts";

const operator: Principal = { kind: "operator" };
const all = { all: true, names: [] };
const group = { name: "Research", description: "", services: all, projects: all, regions: all, actions: all };

beforeEach(emptyDatabase);
afterEach(() => void vi.restoreAllMocks());
afterAll(disconnect);

const create = (
  name = "Portal",
  permissions = ["groups:read", "groups:write"],
  expiryDays: number | null = 90,
) => createClient(operator, { name, permissions, expiryDays });
const works = async (token: string) => (await authenticate(token, "192.0.2.1")) !== null;
const newestOf = async (clientId: string) => (await openClient(mia, clientId)).token.id;

async function acting(token: string): Promise<ClientActor> {
  const actor = await authenticate(token, "192.0.2.1");
  if (!actor) throw new Error("the token opens nothing");
  return actor;
}

/** Puts a token together as somebody would who knows how they are made. */
function forged(clientId: string, secret: string): string {
  const body = `iam_${clientId}${secret}`;
  return body + crc32(body).toString(16).padStart(8, "0");
}

/** Has so many milliseconds pass, as this process sees it. */
function passes(ms: number): void {
  const now = performance.now() + ms;
  vi.spyOn(performance, "now").mockReturnValue(now);
}

test("a token assembled from what an attacker knows opens nothing", async () => {
  const [portal, other] = [await create(), await create("Other")];
  const [secret, others] = [portal.token.slice(28, 92), other.token.slice(28, 92)];
  const { tokens } = await Client.findById(portal.clientId).orFail().lean();
  expect(forged(portal.clientId, secret)).toBe(portal.token);
  const attempts = [
    forged(portal.clientId, others),
    forged(other.clientId, secret),
    forged(portal.clientId, "0".repeat(64)),
    // Whoever reads the database has the hash.
    forged(portal.clientId, tokens[0]?.hash ?? ""),
    forged(String(tokens[0]?.id), secret),
    forged("0".repeat(24), secret),
    forged(portal.clientId, secret.toUpperCase()),
  ];
  for (const attempt of attempts) expect(await works(attempt), attempt).toBe(false);
  expect([await works(portal.token), await works(other.token)]).toEqual([true, true]);
});

test("two people rotate at once: one gets the new token, the other is told who was first", async () => {
  const { clientId, token } = await create();
  const seen = await newestOf(clientId);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => rotateClient(mia, clientId, seen, 24)),
  );
  const made = outcomes.flatMap((each) => (each.status === "fulfilled" ? [each.value.token] : []));
  const errors = outcomes.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  expect(made).toHaveLength(1);
  for (const error of errors) {
    expect(error).toBeInstanceOf(ClientChanged);
    expect(String(error.message)).toMatch(/^Mia Chen changed the API client Portal on /);
  }
  expect(await AuditEvent.countDocuments({ action: "client.rotated" })).toBe(1);
  expect([await works(token), await works(made[0] ?? "")]).toEqual([true, true]);
});

test("a rotation never extends the life of the older token, and at most two live", async () => {
  const { clientId, token } = await create();
  const soon = new Date(Date.now() + 3_600_000);
  await Client.updateOne({ _id: clientId }, { "tokens.0.expiresAt": soon });
  const first = await rotateClient(mia, clientId, await newestOf(clientId), 168);
  expect(first.olderEndsAt).toEqual(soon);
  const second = await rotateClient(mia, clientId, await newestOf(clientId), 168);
  expect((await Client.findById(clientId).orFail().lean()).tokens).toHaveLength(2);
  expect([await works(token), await works(first.token), await works(second.token)]).toEqual([
    false,
    true,
    true,
  ]);
  for (const hours of [-1, 721, Number.NaN])
    await expect(rotateClient(mia, clientId, await newestOf(clientId), hours)).rejects.toThrow(InvalidFields);
});

test("a new token brings an expired client back, and its old token stays dead", async () => {
  const { clientId, token } = await create();
  await Client.updateOne({ _id: clientId }, { "tokens.0.expiresAt": new Date(0) });
  forgetClient(clientId);
  expect(await works(token)).toBe(false);
  const made = await rotateClient(mia, clientId, await newestOf(clientId), 24);
  expect(made.olderEndsAt).toBeNull();
  expect([await works(token), await works(made.token)]).toEqual([false, true]);
});

test.each<[string, (clientId: string) => Promise<unknown>]>([
  ["revoked", (clientId) => revokeClient(mia, clientId)],
  [
    "rotated, the older token to end now",
    async (clientId) => rotateClient(mia, clientId, await newestOf(clientId), 0),
  ],
])("%s while it changes something: what it had begun is not written", async (_, takes) => {
  const { clientId, token } = await create();
  const portal = await acting(token);
  const { prototype } = mongo.Collection;
  const insertMany = prototype.insertMany;
  const spy = vi.spyOn(prototype, "insertMany").mockImplementation(async function (
    this: mongo.Collection,
    ...parameters: Parameters<typeof insertMany>
  ) {
    if (this.collectionName === "groups") {
      spy.mockRestore();
      await takes(clientId);
    }
    return insertMany.apply(this, parameters);
  });
  await expect(createGroup(portal, group)).rejects.toThrow(NotPermitted);
  expect(await Group.countDocuments({ builtIn: false })).toBe(0);
});

test("many changes at once with a revocation among them: what is written came before it", async () => {
  const { clientId, token } = await create();
  const portal = await acting(token);
  const names = Array.from({ length: 12 }, (_, at) => `Group ${at}`);
  const [outcomes] = await Promise.all([
    Promise.allSettled(names.map((name) => createGroup(portal, { ...group, name }))),
    revokeClient(mia, clientId),
  ]);
  const refused = outcomes.filter((each) => each.status === "rejected");
  for (const { reason } of refused) expect(reason).toBeInstanceOf(NotPermitted);
  const revoked = await AuditEvent.findOne({ action: "client.revoked" }).orFail().lean();
  const written = await AuditEvent.find({ action: "group.created" }).lean();
  expect(written).toHaveLength(names.length - refused.length);
  expect(await Group.countDocuments({ builtIn: false })).toBe(written.length);
  for (const { at } of written) expect(at.getTime()).toBeLessThanOrEqual(revoked.at.getTime());
});

test("in this process a revocation counts at once, even for a client being read when it came", async () => {
  const { clientId, token } = await create();
  const portal = await acting(token);
  forgetClient(clientId);
  const { prototype } = mongo.AggregationCursor;
  const toArray = prototype.toArray;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const spy = vi.spyOn(prototype, "toArray").mockImplementation(async function (
    this: mongo.AggregationCursor,
  ) {
    spy.mockRestore();
    const read = await toArray.apply(this);
    await released;
    return read;
  });
  const reading = authenticate(token, "192.0.2.1");
  await revokeClient(mia, clientId);
  release();
  await reading;
  expect(await works(token)).toBe(false);
  await expect(findGroups(portal, "", null)).rejects.toThrow("This token of Portal no longer works.");
});

test("a revocation by another process, in a terminal, counts here within a second; a read in between asks nobody", async () => {
  const { clientId, token } = await create();
  const portal = await acting(token);
  await runCompiled("client.js", ["revoke", clientId], { MONGODB_URI: database.uri, ...patientNode });
  expect((await Client.findById(clientId).orFail().lean()).status).toBe("revoked");
  await expect(createGroup(portal, group)).rejects.toThrow(NotPermitted);
  passes(1_000);
  expect(await works(token)).toBe(false);
  await expect(findGroups(portal, "", null)).rejects.toThrow(NotPermitted);
});

test("a client's rights are kept for less than a second, and one read serves many", async () => {
  const { clientId, token } = await create();
  const portal = await acting(token);
  const reads = vi.spyOn(mongo.Collection.prototype, "aggregate");
  await Promise.all(Array.from({ length: 50 }, () => authenticate(token, "192.0.2.1")));
  expect(reads.mock.calls.length).toBeLessThanOrEqual(1);
  reads.mockRestore();
  await Client.updateOne({ _id: clientId }, { permissions: ["users:read"] });
  passes(1_000);
  await expect(findGroups(portal, "", null)).rejects.toThrow(NotPermitted);
});

test("a token that ends within the second for which its client is kept ends on time", async () => {
  const { clientId, token } = await create();
  await Client.updateOne({ _id: clientId }, { "tokens.0.expiresAt": new Date(Date.now() + 500) });
  // Stands still, so that a slow read isn't followed by another one.
  passes(0);
  await works(token);
  passes(750);
  expect(await works(token)).toBe(false);
});

test("unknown ids push no client out of the cache", async () => {
  const { token } = await create();
  await acting(token);
  for (let n = 0; n < 20; n++) await works(forged(String(new Types.ObjectId()), "ab".repeat(32)));
  const reads = vi.spyOn(mongo.Collection.prototype, "aggregate");
  passes(0);
  expect(await works(token)).toBe(true);
  expect(reads.mock.calls.length).toBeLessThanOrEqual(1);
});
