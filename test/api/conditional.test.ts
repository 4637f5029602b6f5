import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { startApi } from "../support/api.ts";
import { registered } from "../support/people.ts";

const api = await startApi();
const client = await api.client(
  "users:read",
  "users:write",
  "groups:read",
  "groups:write",
  "invites:read",
  "invites:write",
);

const ifNoneMatch = (etag: string) => ({ headers: { "If-None-Match": etag } });
const etagAt = async (path: string) => String((await client.asks("GET", path)).headers.get("etag"));

async function group(name: string) {
  const { body } = await client.asks("POST", "/groups", { body: { name } });
  return String(Object(body).id);
}

test("RFC 9110, 13.1.2: a client that has the current version gets 304 with its ETag, by GET and HEAD", async () => {
  const path = `/users/${await registered("Una Unchanged")}`;
  const etag = await etagAt(path);
  for (const method of ["GET", "HEAD"])
    for (const known of [etag, `W/${etag}`, "*", `"a,b", ${etag}`, `W/"1" ,, ${etag},`]) {
      const { status, headers, body } = await client.asks(method, path, ifNoneMatch(known));
      expect([known, status, headers.get("etag"), body]).toEqual([known, 304, etag, null]);
      expect([headers.get("content-type"), headers.get("content-length")]).toEqual([null, null]);
      expect([headers.get("cache-control"), headers.get("ratelimit")]).toEqual([
        "no-store",
        expect.any(String),
      ]);
    }
  for (const other of ['"1"', '"1.x"', "1", etag.toLowerCase(), etag.slice(1, -1), 'x"y', "", `"${etag}"`])
    expect([other, (await client.asks("GET", path, ifNoneMatch(other))).status]).toEqual([other, 200]);
});

test("an ETag covers everything shown: a change without a new version is not a 304", async () => {
  const groupId = await group("Old name");
  const userId = await registered("Gil Grouped");
  await client.asks("PUT", `/users/${userId}/groups/${groupId}`);
  const { body } = await client.asks("POST", "/invites", {
    body: { emails: ["known@acme.io"], groups: [groupId] },
  });
  const inviteId = String(Object(body).results[0].inviteId);
  const paths = [`/users/${userId}`, `/users/${userId}/groups`, `/invites/${inviteId}`, `/groups/${groupId}`];
  const known = await Promise.all(paths.map(etagAt));
  const ask = async () =>
    Promise.all(
      paths.map(async (path, at) => (await client.asks("GET", path, ifNoneMatch(known[at] ?? ""))).status),
    );
  expect(await ask()).toEqual([304, 304, 304, 304]);
  await client.asks("PATCH", `/groups/${groupId}`, { body: { name: "New name" } });
  expect(await ask()).toEqual([200, 200, 200, 200]);

  const invite = paths[2] ?? "";
  const before = await etagAt(invite);
  await Invite.updateOne({ _id: inviteId }, { "delivery.state": "delivered" });
  expect((await client.asks("GET", invite, ifNoneMatch(before))).status).toBe(200);
  // A change relies on the version: a delivery doesn't get in its way.
  expect((await client.asks("GET", invite, { headers: { "If-Match": before } })).status).toBe(412);
  const edit = { body: { groups: [groupId] }, headers: { "If-Match": before } };
  expect((await client.asks("PATCH", invite, edit)).status).toBe(200);
});

test("an ETag covers version and content: a change returns the one that is read next", async () => {
  const path = `/users/${await registered("Ed Edited")}`;
  const edited = await client.asks("PATCH", path, { body: { title: "CTO" } });
  const etag = String(edited.headers.get("etag"));
  expect(await etagAt(path)).toBe(etag);
  const digest = createHash("sha256").update(JSON.stringify(edited.body)).digest("base64url").slice(0, 16);
  expect(etag).toBe(`"2.${digest}"`);
  const both = (known: string, expected: string) =>
    client.asks("GET", path, { headers: { "If-None-Match": known, "If-Match": expected } });
  expect([(await both(etag, etag)).status, (await both(etag, '"1"')).status]).toEqual([304, 412]);
});

test("If-None-Match is refused with a change, which it would not prevent", async () => {
  const path = `/users/${await registered("Pat Patched")}`;
  const { status, body } = await client.asks("PATCH", path, { body: { title: "CTO" }, ...ifNoneMatch("*") });
  expect([status, body]).toMatchObject([400, { errors: [{ in: "header", field: "If-None-Match" }] }]);
  expect((await client.asks("GET", "/groups", ifNoneMatch("*"))).status).toBe(200);
});

test("there is no 304 for anything missing or forbidden", async () => {
  const none = await client.asks("GET", `/users/${"0".repeat(24)}`, ifNoneMatch("*"));
  const other = await api.client("groups:read");
  const refused = await other.asks("GET", `/users/${await registered("Hid Den")}`, ifNoneMatch("*"));
  expect([none.status, refused.status]).toEqual([404, 403]);
});

test("a PATCH sent again with its key is answered as before, even where its ETag is outdated by now", async () => {
  const path = `/groups/${await group("Keyed")}`;
  const headers = { "Idempotency-Key": "edit-1", "If-Match": await etagAt(path) };
  const edit = (description: string) => client.asks("PATCH", path, { body: { description }, headers });
  const first = await edit("Once");
  expect([first.status, first.body]).toMatchObject([200, { description: "Once", version: 2 }]);
  const again = await edit("Once");
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
  const other = await edit("Twice");
  expect([other.status, other.body]).toMatchObject([422, { code: "idempotency_key_reused" }]);
  expect((await client.asks("GET", path)).body).toMatchObject({ description: "Once", version: 2 });
});
