import { Types } from "mongoose";
import { expect, test } from "vitest";
import * as z from "zod";
import { Invite } from "../../../src/models/invite.ts";
import { User } from "../../../src/models/user.ts";
import { acceptInvite } from "../../../src/services/invites/accept-invite.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { putInGroup } from "../../../src/services/users/change-membership.ts";
import { mia, policy } from "../../support/acting.ts";
import { registered } from "../../support/people.ts";
import { type Answer, startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const entra = await scim.provider();

/** Reads with If-None-Match on the version that was answered before. */
const unlessSame = (path: string, before: Answer) =>
  entra.asks("GET", path, undefined, { "If-None-Match": before.headers.get("etag") ?? "" });

async function crewOf(name: string, ...members: string[]) {
  const { body } = await entra.asks("POST", "/Groups", {
    displayName: name,
    members: members.map((value) => ({ value })),
  });
  return `/Groups/${body.id}`;
}

test("a group with different members is never reported as unchanged", async () => {
  const [leaves, stays] = [await entra.creates("leaves"), await entra.creates("stays")];
  const crew = await crewOf("Crew", leaves, stays);
  const before = await entra.asks("GET", crew);
  await entra.asks("DELETE", `/Users/${leaves}`);
  const after = await unlessSame(crew, before);
  expect([after.status, after.body.members]).toMatchObject([200, [{ value: stays }]]);
  // As accepting an invite does: people who accept at once do not wait for each other.
  const [, groupId] = crew.slice(1).split("/");
  const joins = await registered("Joins Late");
  const membership = {
    groupId: new Types.ObjectId(groupId),
    since: new Date(),
    by: { kind: "system", name: "x" },
  };
  await User.updateOne({ _id: joins }, { $push: { memberships: membership } });
  const both = await unlessSame(crew, after);
  expect(both.body.members).toHaveLength(2);
  expect((await unlessSame(crew, both)).status).toBe(304);
  const rest = await entra.asks("GET", `${crew}?excludedAttributes=members`);
  expect((await unlessSame(`${crew}?excludedAttributes=members`, rest)).status).toBe(304);
});

test("with If-Match, a PUT of all members removes nobody who accepted an invite meanwhile", async () => {
  const { body: made } = await entra.asks("POST", "/Groups", {
    displayName: "Joined",
    members: [{ value: await entra.creates("first") }],
    "urn:ietf:params:scim:schemas:extension:iam-bot:2.0:Group": { managed: false },
  });
  const groupId = String(made.id);
  const group = `/Groups/${groupId}`;
  await createInvites(mia, { emails: ["joiner@acme.io"], groupIds: [groupId], expiryDays: 7 }, policy);
  const { headers, body } = await entra.asks("GET", group);
  const etag = headers.get("etag") ?? "";
  const listed = await entra.asks("GET", `/Groups?filter=${encodeURIComponent('displayName eq "Joined"')}`);
  expect(listed.body.Resources).toEqual([body]);
  const put = (known: string) => entra.asks("PUT", group, body, { "If-Match": known });
  expect((await put(`W/"7.7", ${etag}`)).headers.get("etag")).toBe(etag);

  const { _id } = await Invite.findOne({ email: "joiner@acme.io" }).orFail().lean();
  await acceptInvite({ inviteId: String(_id), generation: 1 }, { name: "Jo", timeZone: "UTC" }, "nonce");
  expect((await put(etag)).status).toBe(412);
  const after = await entra.asks("GET", group);
  expect(after.body.members).toHaveLength(2);
  expect((await put(after.headers.get("etag") ?? "")).body.members).toHaveLength(1);
});

test("a user whose group was renamed is not reported as unchanged", async () => {
  const user = `/Users/${await entra.creates("named")}`;
  const crew = await crewOf("Old", user.slice("/Users/".length));
  const before = await entra.asks("GET", user);
  expect((await unlessSame(`${user}?excludedAttributes=groups`, before)).status).toBe(304);
  await entra.patches(crew, { op: "replace", path: "displayName", value: "New" });
  const after = await unlessSame(user, before);
  expect([after.status, after.body.groups]).toMatchObject([200, [{ display: "New" }]]);
});

test("RFC 7643, 3.1: lastModified moves with the members, by any change, and only by a change", async () => {
  const user = await entra.creates("moves");
  const crew = await crewOf("Moves");
  const managed = "urn:ietf:params:scim:schemas:extension:iam-bot:2.0:Group:managed";
  await entra.patches(crew, { op: "replace", path: managed, value: false });
  const groupId = crew.slice("/Groups/".length);
  const modified = async () => {
    const { meta } = (await entra.asks("GET", crew)).body;
    return String(Object(meta).lastModified);
  };
  const foundSince = async (at: string) => {
    const filter = `id eq "${groupId}" and meta.lastModified gt "${at}"`;
    return (await entra.asks("POST", "/Groups/.search", { filter })).body.totalResults;
  };
  const created = await modified();
  const add = { op: "add", path: "members", value: [{ value: user }] };
  await entra.patches(crew, add);
  const added = await modified();
  expect([added > created, await foundSince(created), await foundSince(added)]).toEqual([true, 1, 0]);
  await entra.patches(crew, add);
  expect(await modified()).toBe(added);
  await putInGroup(mia, { userId: await registered("Moves In") }, groupId, null);
  const byAdmin = await modified();
  expect(byAdmin > added).toBe(true);
  await entra.patches(crew, { op: "remove", path: `members[value eq "${user}"]` });
  expect((await modified()) > byAdmin).toBe(true);
});

test("RFC 7643, 3.1: meta.version is the ETag: filters and orders compare the version shown", async () => {
  const crew = await crewOf("Versioned", await entra.creates("versioned"));
  const other = await crewOf("Versioned otherwise");
  const id = crew.slice("/Groups/".length);
  const listed = async (filter: string, more = "") => {
    const { status, body } = await entra.asks("GET", `/Groups?filter=${encodeURIComponent(filter)}${more}`);
    return [
      status,
      ...z
        .array(z.object({ id: z.string() }))
        .parse(body.Resources)
        .map((each) => each.id),
    ];
  };
  for (const more of ["", "&excludedAttributes=members", "&attributes=displayName", "&attributes=members"]) {
    const shown = await entra.asks("GET", `${crew}?x${more}`);
    const version = JSON.stringify(shown.headers.get("etag"));
    const among = `(id eq "${id}" or id eq "${other.slice("/Groups/".length)}")`;
    for (const condition of ["meta.version eq", "meta[version eq", "not (meta.version ne"]) {
      const close = condition.includes("[") ? "]" : condition.includes("(") ? ")" : "";
      const found = await listed(`${among} and ${condition} ${version}${close}`, more);
      expect([more, condition, found]).toEqual([more, condition, [200, id]]);
    }
  }
  const { headers } = await entra.asks("GET", `${crew}?excludedAttributes=members`);
  const withoutMembers = JSON.stringify(headers.get("etag"));
  expect(await listed(`id eq "${id}" and meta.version eq ${withoutMembers}`)).toEqual([200]);
  const all = async (order: string) =>
    (await entra.asks("GET", `/Groups?sortBy=meta.version&sortOrder=${order}`)).body.Resources;
  const versions = z
    .array(z.object({ meta: z.object({ version: z.string() }) }))
    .parse(await all("ascending"));
  expect(versions).toEqual(versions.toSorted((a, b) => (a.meta.version < b.meta.version ? -1 : 1)));
});
