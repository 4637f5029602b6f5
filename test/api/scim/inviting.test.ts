import { beforeAll, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { Job } from "../../../src/models/job.ts";
import { User } from "../../../src/models/user.ts";
import { authenticate } from "../../../src/services/clients/authenticate.ts";
import { changeClientOption } from "../../../src/services/clients/change-option.ts";
import { acceptInvite } from "../../../src/services/invites/accept-invite.ts";
import { beginSending } from "../../../src/services/invites/begin-sending.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { createPerson } from "../../../src/services/provisioning/provision-person.ts";
import { reactivateUser } from "../../../src/services/users/suspend-user.ts";
import { mia, policy } from "../../support/acting.ts";
import { startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const okta = await scim.provider();
beforeAll(async () => {
  await changeClientOption({ kind: "operator" }, okta.clientId, "sendsInvites", true);
});

const invitesTo = (email: string) => Invite.find({ email }).sort({ createdAt: 1, _id: 1 }).lean();
const userAt = (email: string) => User.findOne({ email }).orFail().lean();
const linkTo = async (email: string) => {
  const { _id, generation } = await Invite.findOne({ email, status: "pending" }).orFail().lean();
  return { inviteId: String(_id), generation };
};
const accepts = async (email: string, name = "Eve Adams") =>
  acceptInvite(await linkTo(email), { name, timeZone: "Europe/Paris" }, email);
const shown = async (id: string) => (await okta.asks("GET", `/Users/${id}`)).body;

test("a person added by such a client gets an email, is shown as the provider sent them, and registers by the link", async () => {
  const id = await okta.creates("eve", { title: "CTO", externalId: "00U1" });
  expect(await shown(id)).toMatchObject({ active: true, title: "CTO", userName: "eve" });
  expect(await userAt("eve@acme.io")).toMatchObject({ status: "suspended", awaited: { active: true } });
  const [invite] = await invitesTo("eve@acme.io");
  expect(invite).toMatchObject({ status: "pending", groupIds: [], provisioned: true });
  expect(await Job.countDocuments({ kind: "invite-email", "facts.inviteId": invite?._id })).toBe(1);
  expect(
    await beginSending({ inviteId: invite?._id ?? expect.fail("no invite"), generation: 1 }),
  ).toMatchObject({ email: "eve@acme.io", groups: [] });

  const made = await okta.asks("POST", "/Groups", { displayName: "Sales", members: [{ value: id }] });
  await okta.patches(`/Users/${id}`, { op: "replace", path: "name.formatted", value: "E. Adams" });
  expect(await invitesTo("eve@acme.io")).toHaveLength(1);

  expect(await accepts("eve@acme.io")).toBe(true);
  expect(await userAt("eve@acme.io")).toMatchObject({
    status: "active",
    name: "Eve Adams",
    title: "CTO",
    timeZone: "Europe/Paris",
    inviteId: invite?._id,
  });
  expect(await userAt("eve@acme.io")).not.toHaveProperty("awaited");
  expect(await shown(id)).toMatchObject({
    active: true,
    externalId: "00U1",
    name: { formatted: "Eve Adams" },
    groups: [{ value: made.body.id, display: "Sales" }],
  });
  // From now on they are like anyone else.
  await okta.patches(`/Users/${id}`, { op: "replace", path: "active", value: false });
  expect(await userAt("eve@acme.io")).toMatchObject({ status: "suspended" });
  await okta.patches(`/Users/${id}`, { op: "replace", path: "active", value: true });
  expect(await userAt("eve@acme.io")).toMatchObject({ status: "active" });
  expect(await invitesTo("eve@acme.io")).toHaveLength(1);
});

test("until then, their groups give nothing, and a filter finds them as active", async () => {
  const id = await okta.creates("waiting");
  const found = await okta.asks("GET", `/Users?filter=active eq true and id eq "${id}"`);
  expect(found.body).toMatchObject({ totalResults: 1 });
  const none = await okta.asks("GET", `/Users?filter=active eq false and id eq "${id}"`);
  expect(none.body).toMatchObject({ totalResults: 0 });
});

test("a person set inactive can't accept, and is invited again once active", async () => {
  const id = await okta.creates("off");
  const link = await linkTo("off@acme.io");
  await okta.patches(`/Users/${id}`, { op: "Replace", path: "active", value: "False" });
  expect(await shown(id)).toMatchObject({ active: false });
  expect(await acceptInvite(link, { name: "Off", timeZone: "UTC" }, "off")).toBe(false);
  const again = await okta.patches(`/Users/${id}`, { op: "replace", path: "active", value: true });
  expect(again.body).toMatchObject({ active: true });
  expect((await invitesTo("off@acme.io")).map(({ status }) => status)).toEqual(["cancelled", "pending"]);
  expect(await accepts("off@acme.io")).toBe(true);
});

test("a person added as inactive gets no email until they are active", async () => {
  const id = await okta.creates("later", { active: false });
  expect(await invitesTo("later@acme.io")).toEqual([]);
  await okta.patches(`/Users/${id}`, { op: "replace", path: "active", value: true });
  expect(await invitesTo("later@acme.io")).toHaveLength(1);
});

test("a new address gets the invite, and the old link stops working", async () => {
  const id = await okta.creates("moves");
  const emails = [{ value: "moved@acme.io", type: "work", primary: true }];
  await okta.patches(`/Users/${id}`, { op: "replace", path: "emails", value: emails });
  expect(await invitesTo("moves@acme.io")).toMatchObject([{ status: "cancelled" }]);
  expect(await invitesTo("moved@acme.io")).toMatchObject([{ status: "pending" }]);
  expect(await accepts("moved@acme.io")).toBe(true);
  expect(await shown(id)).toMatchObject({ active: true, emails });
});

test("a person the provider deletes can't accept, and gets a new invite when added again", async () => {
  const id = await okta.creates("leaves");
  expect((await okta.asks("DELETE", `/Users/${id}`)).status).toBe(204);
  expect(await invitesTo("leaves@acme.io")).toMatchObject([{ status: "cancelled" }]);
  expect(await okta.creates("leaves")).toBe(id);
  expect(await invitesTo("leaves@acme.io")).toMatchObject([{ status: "cancelled" }, { status: "pending" }]);
  expect(await accepts("leaves@acme.io")).toBe(true);
});

test("an invite from an admin stays, and gives its groups in addition to the provider's", async () => {
  const groupIds = [String(builtInGroupIds.users)];
  await createInvites(mia, { emails: ["both@acme.io"], groupIds, expiryDays: 7 }, policy);
  const id = await okta.creates("both");
  const { body } = await okta.asks("POST", "/Groups", { displayName: "Ops", members: [{ value: id }] });
  expect(await invitesTo("both@acme.io")).toHaveLength(1);
  expect(await accepts("both@acme.io")).toBe(true);
  expect(await shown(id)).toMatchObject({ groups: [{ value: body.id }, { display: "Users" }] });
});

test("of two memberships of one group the later end counts, and one that has ended no longer counts", async () => {
  const groupIds = [String(builtInGroupIds.users)];
  const [soon, past] = [new Date(Date.now() + 3_600_000), new Date(Date.now() - 1_000)];
  for (const [name, until, end, after] of [
    ["lasting", soon, null, undefined],
    ["longer", soon, { until: new Date(soon.getTime() + 1), zone: "UTC" }, new Date(soon.getTime() + 1)],
    ["shorter", soon, { until: new Date(soon.getTime() - 1), zone: "UTC" }, soon],
    ["ended", past, { until: soon, zone: "UTC" }, soon],
  ] as const) {
    const email = `${name}@acme.io`;
    await createInvites(mia, { emails: [email], groupIds, expiryDays: 7, ...(end && { end }) }, policy);
    const id = await okta.creates(name);
    const by = { kind: "system", name: "iam-bot" } as const;
    const has = { groupId: builtInGroupIds.users, since: new Date(0), by, until, zone: "UTC" };
    await User.updateOne({ _id: id }, { $set: { memberships: [has] } });
    expect(await accepts(email)).toBe(true);
    const { memberships } = await userAt(email);
    expect(memberships.map((each) => each.until)).toEqual([after]);
  }
});

test("an admin can invite them again after they declined, or register them at once", async () => {
  const id = await okta.creates("declines");
  await Invite.updateOne({ email: "declines@acme.io" }, { $set: { status: "declined" } });
  expect(await shown(id)).toMatchObject({ active: true });
  const groupIds = [String(builtInGroupIds.users)];
  const request = { emails: ["declines@acme.io"], groupIds, expiryDays: 7 };
  expect(await createInvites(mia, request, policy)).toMatchObject([{ outcome: "invited" }]);
  await reactivateUser(mia, { userId: id });
  expect(await userAt("declines@acme.io")).toMatchObject({ status: "active" });
  expect((await invitesTo("declines@acme.io")).map(({ status }) => status)).toEqual(["declined", "accepted"]);
  expect(await createInvites(mia, request, policy)).toMatchObject([{ outcome: "user" }]);
});

test("if a person accepts while the provider removes them, the provider has the last word, and no group is lost", async () => {
  for (let at = 0; at < 8; at += 1) {
    const name = `race${at}`;
    const id = await okta.creates(name);
    const { body } = await okta.asks("POST", "/Groups", { displayName: `Race ${at}` });
    const add = { op: "add", path: "members", value: [{ value: id }] };
    const [, off] = await Promise.all([
      accepts(`${name}@acme.io`),
      at % 2 === 0 ? okta.patches(`/Users/${id}`, { op: "replace", path: "active", value: false }) : null,
      okta.patches(`/Groups/${body.id}`, add),
    ]);
    const user = await userAt(`${name}@acme.io`);
    expect(user.memberships.map(({ groupId }) => String(groupId))).toContain(body.id);
    expect(user.status).toBe(off ? "suspended" : "active");
    if (off) expect(await shown(id)).toMatchObject({ active: false });
  }
});

test("the daily limits on invites hold: 429, and nobody is added", async () => {
  const limited = { ...policy, limits: { ...policy.limits, total: 0 } };
  const actor = await authenticate(okta.token, "192.0.2.1");
  if (!actor) throw new Error("the token opens nothing");
  const emails = [{ value: "over@acme.io" }];
  await expect(
    createPerson(actor, { profile: { userName: "over", emails }, active: true }, limited),
  ).rejects.toMatchObject({ code: "limit_reached" });
  expect(await User.exists({ email: "over@acme.io" })).toBeNull();
  expect(await AuditEvent.exists({ "target.label": "over@acme.io" })).toBeNull();
});
