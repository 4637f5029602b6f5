import { beforeAll, expect, test } from "vitest";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { setAdminApproval } from "../../src/services/approvals/set-admin-approval.ts";
import { answerRequest } from "../../src/services/requests/answer-request.ts";
import { suspendUser } from "../../src/services/users/suspend-user.ts";
import { mia, requestPolicy } from "../support/acting.ts";
import { startApi } from "../support/api.ts";
import { seedUsers } from "../support/slack/seed.ts";

const api = await startApi();
const client = await api.client(
  "invites:write",
  "users:write",
  "users:read",
  "requests:read",
  "admins:write",
);
const [users, admin] = [String(builtInGroupIds.users), String(builtInGroupIds.admin)];
const olga = { ...mia, userId: "UOLGA", name: "Olga", email: "olga@acme.io" };

beforeAll(async () => {
  await seedUsers(["Ada"], admin, {
    email: "ada@acme.io",
    slack: { teamId: "T1", userId: "UADA", email: "ada@acme.io", linkedAt: new Date() },
  });
  await setAdminApproval({ owners: [mia.userId, olga.userId], lapseDays: 7 });
});

const ask = async (name: string, rest: object = {}) => {
  const [id = ""] = await seedUsers([name], users, rest);
  return id;
};
const pending = { status: "pending", group: "Admin", approvalsNeeded: 2, reason: null };

test("adding someone to Admin is answered with 202 and a request, which two admins approve", async () => {
  const id = await ask("Eve");
  const path = `/users/${id}/groups/${admin}`;
  const { status, body, headers } = await client.asks("PUT", path, { body: {} });
  expect([status, body]).toMatchObject([202, { ...pending, for: { name: "Eve", registered: true } }]);
  const requestId = String(Object(body).id);
  expect(headers.get("location")).toMatch(`/api/v1/requests/${requestId}`);
  expect((await client.asks("GET", `/requests/${requestId}`)).body).toEqual(body);
  expect((await client.asks("PUT", path, { body: {} })).body).toMatchObject({ code: "invalid_fields" });
  for (const by of [mia, olga]) await answerRequest(by, requestId, { approved: true }, requestPolicy);
  const after = await client.asks("PUT", path, { body: {} });
  expect(after.status).toBe(200);
});

test("invites give the rest at once: 202 with the results and the requests", async () => {
  const body = { emails: ["one@acme.io", "two@acme.io"], groups: [users, admin] };
  const answer = await client.asks("POST", "/invites", { body });
  expect([answer.status, answer.body]).toMatchObject([
    202,
    { results: [{ outcome: "invited" }, { outcome: "invited" }], requests: [pending, pending] },
  ]);
  const [one] = Object(answer.body).results;
  expect(one.requestId).toBe(Object(answer.body).requests[0].id);
  const edited = await client.asks("PATCH", `/invites/${one.inviteId}`, { body: { groups: [users] } });
  expect(edited.status).toBe(200);
});

test("editing an invite and reactivating an admin wait for the same, and If-Match does not bypass it", async () => {
  const made = await client.asks("POST", "/invites", { body: { emails: ["three@acme.io"] } });
  const { inviteId } = Object(made.body).results[0];
  const edit = await client.asks("PATCH", `/invites/${inviteId}`, { body: { groups: [users, admin] } });
  expect([edit.status, edit.body]).toMatchObject([202, { ...pending, for: { email: "three@acme.io" } }]);

  const id = await ask("Sue", {
    memberships: [{ groupId: builtInGroupIds.admin, since: new Date(), by: { kind: "slack", name: "Mia" } }],
  });
  await suspendUser(mia, { userId: id }, "keep");
  const back = await client.asks("POST", `/users/${id}/reactivate`);
  expect([back.status, back.body]).toMatchObject([202, { ...pending, for: { name: "Sue" } }]);
  const { status, memberships } = await User.findById(id).orFail().lean();
  expect([status, memberships.map(({ groupId }) => String(groupId))]).toEqual(["active", [users]]);
});

test("if nobody could approve, the answer says what to set", async () => {
  const id = await ask("Tom");
  await setAdminApproval({ owners: [], lapseDays: 7 });
  const { status, body } = await client.asks("PUT", `/users/${id}/groups/${admin}`, { body: {} });
  expect([status, body]).toMatchObject([409, { code: "no_other_admin" }]);
  expect(JSON.stringify(body)).toContain("ADMIN_APPROVALS=1");
});
