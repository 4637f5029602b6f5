import { Types } from "mongoose";
import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Client } from "../../src/models/client.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { User, type UserDocument } from "../../src/models/user.ts";
import { authenticate } from "../../src/services/clients/authenticate.ts";
import { openExport } from "../../src/services/exports/open-export.ts";
import { matchingUsers } from "../../src/services/users/matching-users.ts";
import { startApi } from "../support/api.ts";
import { seedInvites, seedUsers } from "../support/slack/seed.ts";

const api = await startApi();
const client = await api.client("users:read", "invites:read", "groups:read", "audit:read");
const lines = (csv: unknown) =>
  String(csv)
    .split("\r\n")
    .filter((line) => line !== "");

test("a client exports a list with a filter, and the log records both", async () => {
  await seedUsers(["Eve Adams", "Ben Weber"], builtInGroupIds.users);
  const answer = await client.asks("GET", "/exports/users?q=eve");
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="export.csv"');
  const [head, ...rows] = lines(answer.body);
  expect(head).toMatch(/^email,name,groups,status,/);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(/^eve\.adams@example\.com,Eve Adams,Users,active,/);
  await expect.poll(() => AuditEvent.countDocuments({ action: "export.sent" })).toBe(1);
  const events = await AuditEvent.find({ action: /^export\./ })
    .sort({ at: 1, _id: 1 })
    .lean();
  expect(events.map(({ action, actor, after }) => [action, actor.clientId, after])).toEqual([
    ["export.started", client.clientId, { what: "users", text: "eve" }],
    ["export.sent", client.clientId, { what: "users", text: "eve", rows: 1 }],
  ]);
  expect(lines((await client.asks("GET", "/exports/users?q=nobody")).body)).toHaveLength(1);
});

test("each list can be exported, and anything missing, unreadable or forbidden is refused before anything is sent", async () => {
  await seedInvites(["waits@example.com"], [String(builtInGroupIds.users)]);
  expect(lines((await client.asks("GET", "/exports/invites")).body)[1]).toMatch(/^waits@example\.com,/);
  expect(lines((await client.asks("GET", "/exports/invites?mine=true")).body)).toHaveLength(1);
  const members = await client.asks("GET", `/exports/groups/${builtInGroupIds.users}/members`);
  expect(lines(members.body)).toHaveLength(3);
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  expect(lines((await client.asks("GET", `/exports/audit-events?from=${day}`)).body)).toHaveLength(1);
  expect(lines((await client.asks("GET", "/exports/audit-events")).body).length).toBeGreaterThan(3);

  const known = await AuditEvent.countDocuments({ action: "export.started" });
  const gone = await client.asks("GET", `/exports/groups/${new Types.ObjectId()}/members`);
  const json = await client.asks("GET", "/exports/users", { headers: { Accept: "application/json" } });
  const unknown = await client.asks("GET", "/exports/users?which=all");
  const denied = await client.asks("GET", "/exports/requests");
  expect([gone.status, json.status, unknown.status, denied.status]).toEqual([404, 406, 400, 403]);
  const head = await client.asks("HEAD", "/exports/users");
  const shown = ({ headers }: typeof head) =>
    ["content-type", "content-disposition", "content-length"].map((name) => headers.get(name));
  expect([head.status, shown(head)]).toEqual([200, shown(members)]);
  expect(await AuditEvent.countDocuments({ action: "export.started" })).toBe(known);
});

test("hostile names are exported as text, and group names as an import reads them", async () => {
  const none = { services: [], projects: [], regions: [] };
  const groups = ["a; b", "a", "b"].map((name) => ({
    _id: new Types.ObjectId(),
    name,
    nameKey: name,
    ...none,
  }));
  await Group.insertMany(groups);
  const [id = ""] = await seedUsers(["\t=HYPERLINK(1)"], groups[1]?._id ?? "", { title: "x\n@SUM(1);+2" });
  const membership = { groupId: groups[2]?._id, since: new Date(), by: { kind: "system", name: "iam-bot" } };
  await User.updateOne({ _id: id }, { $push: { memberships: membership } });
  const { body } = await client.asks("GET", "/exports/users?q=hyperlink");
  expect(body).toContain(`,'\t'=HYPERLINK(1),"a\nb",active,"x\n'@SUM(1);'+2",`);
});

test("a client that stops reading, or loses the permission meanwhile, gets no complete file, and the log says so", async () => {
  await seedUsers(
    Array.from({ length: 501 }, (_, n) => `Many ${n}`),
    builtInGroupIds.users,
  );
  const own = await api.client("users:read");
  const actor = (await authenticate(own.token, "192.0.2.1")) ?? expect.fail("the token opens nothing");
  const opened = async () => {
    const file = await openExport(actor, { what: "users", text: "many", which: "everyone" });
    const pieces = file[Symbol.asyncIterator]();
    await pieces.next();
    expect(lines((await pieces.next()).value)).toHaveLength(500);
    return pieces;
  };
  await (await opened()).return?.();
  const revoked = await opened();
  await Client.updateOne({ _id: own.clientId }, { status: "revoked" });
  await expect(revoked.next()).rejects.toMatchObject({ code: "not_permitted" });
  const broken = await AuditEvent.find({ "actor.clientId": own.clientId, action: "export.failed" }).lean();
  expect(broken.map(({ after }) => [after?.reason, after?.rows])).toEqual([
    ["broken_off", 500],
    ["broken_off", 500],
  ]);
});

test("a rename or an erasure while a file is written duplicates or omits nobody", async () => {
  const pieces = matchingUsers({ text: "many", which: "everyone" }, new Date());
  const first: UserDocument[] = (await pieces.next()).value ?? [];
  const { _id } = first.at(-1) ?? expect.fail("nobody was read");
  await User.updateOne({ _id }, { name: "Zoe", words: ["zoe"] });
  const rest: UserDocument[] = (await pieces.next()).value ?? [];
  expect([first.length, rest.length]).toEqual([500, 1]);
  expect(first.map(({ email }) => email)).not.toContain(rest[0]?.email);
});
