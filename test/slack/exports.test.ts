import { Types } from "mongoose";
import { afterEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Export } from "../../src/models/export.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { seedInvites, seedUsers } from "../support/slack/seed.ts";
import { seedReview } from "../support/slack/seed-review.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, mia } = world;
const { admin, auditor, group } = fixtures(world);
const audrey = await auditor("Audrey Reader");
const nobody = slack.addPerson({ name: "Nobody Here", email: "nobody@acme.io" });
await admin("Jonas Weber");

afterEach(async () => {
  slack.clearFaults();
  for (const person of [mia, audrey, nobody]) await person.closes({ all: true });
});

const file = (name: string) => {
  const [head = "", ...rows] = (slack.fileNamed(name) ?? "").split("\r\n").filter((line) => line !== "");
  return { head, rows };
};
/** Waits until nothing is on its way, and returns what was sent. */
const sent = async (name: string, exported = 1) => {
  await expect
    .poll(() => AuditEvent.countDocuments({ action: "export.sent" }))
    .toBeGreaterThanOrEqual(exported);
  await expect.poll(() => Export.countDocuments()).toBe(0);
  return file(name);
};
const sentSoFar = () => AuditEvent.countDocuments({ action: "export.sent" });
const types = async (person: typeof mia, line: string) => {
  const before = person.ephemerals.length;
  await person.runs(line);
  await expect.poll(() => person.ephemerals.length).toBe(before + 1);
  return person.ephemerals.at(-1)?.asText ?? "";
};

test("a list is sent as a file with its filter, and the log has who exported what, and how many rows", async () => {
  await seedUsers(["Eve Adams"], builtInGroupIds.users, { email: "eve@acme.io", phone: "+49301234567" });
  await seedUsers(["=cmd|' /C calc'!A0"], builtInGroupIds.users, { email: "eve2@acme.io", title: "a;=1+1" });
  await mia.runs("/iam users eve");
  await mia.seesView("Users");
  await mia.presses("Export these users");
  await mia.sees("Export started");
  expect(mia.screen()).toContain("Exporting users. You’ll get the file in a message from this app.");
  const { head, rows } = await sent("users.csv");
  expect(head).toBe(
    "\ufeffemail,name,groups,status,title,phone,time_zone,account_linked,rights_paused,invited_by,registered_at,id",
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/^eve@acme\.io,Eve Adams,Users,active,,'\+49301234567,[^,]+,no,,/);
  expect(rows[1]).toContain(",'=cmd|' /C calc'!A0,Users,active,a;'=1+1,");
  expect((await mia.receives("Attached: Users")).asText).toContain("Your export: 2 rows.");
  const events = await AuditEvent.find({ action: /^export\./ })
    .sort({ at: 1, _id: 1 })
    .lean();
  expect(events.map(({ action, actor, after }) => [action, actor.name, after])).toEqual([
    ["export.started", "Mia Chen", { what: "users", text: "eve" }],
    ["export.sent", "Mia Chen", { what: "users", text: "eve", rows: 2 }],
  ]);
});

test("an auditor may export, and people who may read nothing aren't told what there is", async () => {
  await seedInvites(["waits@example.com"], [String(builtInGroupIds.users)]);
  await Invite.updateOne({ email: "waits@example.com" }, { message: "Your mother will be glad." });
  const before = await sentSoFar();
  expect(await types(audrey, "/iam export pending")).toContain("Exporting pending invites.");
  const { head, rows } = await sent("invites.csv", before + 1);
  expect(head).toMatch(/^\ufeffemail,name,groups,until,language,hours,status,/);
  expect(rows.join()).toContain("waits@example.com,,Users,,,,pending,");
  expect(rows.join()).not.toContain("mother");
  await audrey.receives("Attached: Pending invites");
  const text = await types(nobody, "/iam export users");
  expect(text).toContain("Only admins");
  expect(await Export.countDocuments()).toBe(0);
});

test("members of a group, requests, a review and the log can be exported too; nobody is named twice", async () => {
  const group = await Group.create({
    name: "Support",
    nameKey: "support",
    words: ["support"],
    services: [],
    projects: [],
    regions: [],
  });
  await seedUsers(["Ann Other"], group._id, { email: "ann@acme.io" });
  expect(await types(mia, "/iam export members support")).toContain("Exporting members of Support.");
  expect((await sent("members.csv", await sentSoFar())).rows[0]).toMatch(
    /^ann@acme\.io,Ann Other,active,\d{4}-/,
  );
  await seedReview("Sales", ["Ben Other"]);
  const before = await sentSoFar();
  expect(await types(mia, "/iam export review Sales")).toContain("Exporting the review of");
  await sent("review.csv", before + 1);
  expect(await types(mia, "/iam export requests")).toContain("Exporting requests.");
  expect((await sent("requests.csv", before + 2)).rows).toEqual([]);
  await mia.receives("Nothing matched, so this file has only the names of its columns.");
  expect(await types(mia, "/iam export audit ann@acme.io")).toContain("Exporting the audit log.");
  await sent("audit.csv", before + 3);
  expect(await types(mia, "/iam export members nowhere")).toContain("No group matches “nowhere”.");
});

test("full names are enough, however many other names contain them", async () => {
  for (const name of [...Array.from({ length: 11 }, (_, at) => `Payroll ${at}`), "Payroll"])
    await group(name);
  expect(await types(mia, "/iam export members payroll")).toContain("Exporting members of Payroll.");
  expect(await types(mia, "/iam export members pay")).toContain("Several groups match “pay”: Payroll");

  const [gia = ""] = await seedUsers(["Gia Gray"], builtInGroupIds.users);
  await AuditEvent.updateOne({ action: "export.sent" }, { $push: { about: gia } });
  const before = await sentSoFar();
  expect(await types(mia, "/iam export audit Gia Gray")).toContain("Exporting the audit log.");
  expect((await sent("audit.csv", before + 1)).rows).toHaveLength(1);
  await seedUsers(["Gia Green"], builtInGroupIds.users);
  expect(await types(mia, "/iam export audit Gia")).toMatch(
    /Several people match “Gia”: .*\/iam export audit and/,
  );
});

test("without a known subject, the command says what can be exported", async () => {
  expect(await types(mia, "/iam export")).toContain("What would you like to export?");
  await mia.presses("Export audit log");
  await mia.sees("Export started");
  await mia.closes({ all: true });
  expect(await types(mia, "/iam export usrs")).toContain("Did you mean “/iam export users”?");
  expect(await types(mia, "/iam exprot")).toContain("Did you mean “/iam export”?");
  await expect.poll(() => Export.countDocuments()).toBe(0);
});

test("two presses at once send one file", async () => {
  const [before, heard] = [await sentSoFar(), mia.ephemerals.length];
  await Promise.all([mia.runs("/iam export users zed"), mia.runs("/iam export users zed")]);
  await expect.poll(() => mia.ephemerals.length).toBe(heard + 2);
  for (const { asText } of mia.ephemerals.slice(heard))
    expect(asText).toMatch(/is on its way already|Exporting users/);
  await sent("users.csv", before + 1);
  expect((await AuditEvent.countDocuments({ action: "export.started" })) - (await sentSoFar())).toBe(0);
});

test("if Slack takes no files, the person who asked is told what to do, and the log has it", async () => {
  const scopes = ["chat:write", "im:write", "users:read", "users:read.email", "files:read"];
  slack.grant(scopes);
  await types(mia, "/iam export users");
  await mia.receives("Your export of users was not sent. iam-bot isn’t allowed to upload files here.");
  slack.grant([...scopes, "files:write"]);
  expect(await AuditEvent.findOne({ action: "export.failed" }).lean()).toMatchObject({
    actor: { kind: "system" },
    after: { reason: "missing_scope" },
  });
  expect(await Export.countDocuments()).toBe(0);
});

test("importing an export again changes nothing", async () => {
  const names = ["A; B", "A", "B", "Sales, EMEA", "x|y"];
  const groups = names.map((name) => ({
    _id: new Types.ObjectId(),
    name,
    nameKey: name.toLowerCase(),
    words: [],
    services: [],
    projects: [],
    regions: [],
  }));
  await Group.insertMany(groups);
  const groupIds = groups.map(({ _id }) => String(_id));
  await seedInvites(["-dash@example.com", "b@example.com"], groupIds);
  await seedInvites(["c@example.com"], groupIds.slice(1, 3));
  await Invite.updateOne(
    { email: "b@example.com" },
    { name: "=1+1\n+2", message: "\t=SUM(1)\r\n- a list;@x", language: "de" },
  );
  const stored = async () => JSON.stringify(await Promise.all([Invite.find().lean(), User.find().lean()]));
  for (const what of ["pending", "users"]) {
    const before = await sentSoFar();
    await types(mia, `/iam export ${what}`);
    await sent("", before + 1);
    const csv = slack.fileNamed(what === "users" ? "users.csv" : "invites.csv") ?? "";
    const seen = await stored();
    await mia.runs("/iam import");
    await mia.seesView("Import people");
    await mia.attaches("File", "again.csv", csv);
    expect(await mia.submits()).toEqual({});
    await mia.sees("Nobody would be invited.");
    expect(mia.screen()).toContain(what === "users" ? "already registered" : "already pending");
    expect(mia.screen()).not.toContain("something wrong");
    expect(await stored()).toBe(seen);
    await mia.closes({ all: true });
  }
});
