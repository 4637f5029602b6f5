import mongoose from "mongoose";
import { expect, onTestFinished, test } from "vitest";
import { Group } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { answerRequest } from "../../src/services/requests/answer-request.ts";
import { createRequest } from "../../src/services/requests/create-request.ts";
import { mia, requestPolicy } from "../support/acting.ts";
import { startApi } from "../support/api.ts";
import { seedUsers } from "../support/slack/seed.ts";

const api = await startApi();
const client = await api.client("requests:read", "requests:write", "groups:read", "groups:write");
const nothing = { all: false, names: [] };

let people = 0;
async function asked(answers: 1 | 2 = 1) {
  people += 1;
  const name = `Group ${people}`;
  const fields = { description: "", services: nothing, projects: nothing, regions: nothing };
  const { groupId } = await createGroup(mia, { ...fields, name });
  await Group.updateOne({ _id: groupId }, { $set: { requests: { open: true, answers } } });
  const person = {
    ...mia,
    userId: `UASK${people}`,
    name: `Person ${people}`,
    email: `p${people}@acme.io`,
    owner: false,
  };
  const slack = { teamId: "T1", userId: person.userId, email: person.email, linkedAt: new Date() };
  await seedUsers([person.name], "000000000000000000000001", { email: person.email, slack });
  const { requestId } = await createRequest(person, { groupId, hours: 48, reason: "To help" }, requestPolicy);
  return { requestId, groupId, userId: person.userId };
}

test("a client approves for less time, and the asker is in the group until then", async () => {
  const { requestId, userId } = await asked();
  const { status, body } = await client.asks("POST", `/requests/${requestId}/approve`, {
    body: { hours: 24 },
  });
  expect([status, body]).toMatchObject([
    200,
    { status: "approved", hours: 48, answers: [{ approved: true, hours: 24 }] },
  ]);
  const user = await User.findOne({ "slack.userId": userId }).orFail().lean();
  expect(user.memberships).toHaveLength(2);
  const again = await client.asks("POST", `/requests/${requestId}/deny`, { body: { reason: "Too late" } });
  expect([again.status, again.body]).toMatchObject([409, { code: "request_settled" }]);
});

test("a program can't approve if two people have to", async () => {
  const { requestId } = await asked(2);
  const { status, body } = await client.asks("POST", `/requests/${requestId}/approve`);
  expect([status, body]).toMatchObject([422, { code: "invalid_fields" }]);
  expect(JSON.stringify(body)).toContain("a program’s word doesn’t count");
});

test("requests are listed newest first, page by page, by status", async () => {
  const { requestId } = await asked();
  await client.asks("POST", `/requests/${requestId}/deny`, { body: { reason: "Not now" } });
  await asked();
  const first = await client.asks("GET", "/requests?limit=1");
  expect(first.body).toMatchObject({ items: [{ status: "pending" }], next: expect.any(String) });
  const denied = await client.asks("GET", "/requests?status=denied");
  expect(denied.body).toMatchObject({ items: [{ id: requestId, status: "denied" }], next: null });
});

test("access rules are read and set by API, at the version that was read", async () => {
  const { groupId } = await asked();
  const path = `/groups/${groupId}/access-rules`;
  const read = await client.asks("GET", path);
  expect(read.body).toMatchObject({ open: true, deciders: null, answers: 1, longestHours: null });
  const put = await client.asks("PUT", path, { body: { open: true, answers: 2, longestHours: 24 } });
  expect([put.status, put.body]).toMatchObject([200, { answers: 2, longestHours: 24 }]);
  const stale = await client.asks("PUT", path, { body: { open: false }, headers: { "If-Match": '"1"' } });
  expect(stale.status).toBe(412);
});

test("groups named in access rules are looked up once, and left out once deleted", async () => {
  const { groupId } = await asked();
  const { groupId: deciders } = await asked();
  const path = `/groups/${groupId}/access-rules`;
  await client.asks("PUT", path, {
    body: { open: true, deciders, emergency: { group: deciders, hours: 4 } },
  });
  const queries: string[] = [];
  mongoose.set("debug", (collection: string, method: string) => queries.push(`${collection}.${method}`));
  onTestFinished(() => void mongoose.set("debug", false));
  expect((await client.asks("GET", path)).body).toMatchObject({ deciders, emergency: { group: deciders } });
  expect(queries.filter((each) => each.startsWith("groups."))).toEqual(["groups.findOne", "groups.find"]);
  expect((await client.asks("DELETE", `/groups/${deciders}`)).status).toBe(204);
  expect((await client.asks("GET", path)).body).toMatchObject({
    open: true,
    deciders: null,
    emergency: null,
  });
});

test("no client can approve if approvals are confirmed by email, but it can deny", async () => {
  const { requestId, groupId } = await asked();
  const path = `/groups/${groupId}/access-rules`;
  const put = await client.asks("PUT", path, { body: { open: true, confirmByMail: true } });
  expect(put.body).toMatchObject({ open: true, confirmByMail: true });
  // Left out, it stays.
  expect((await client.asks("PUT", path, { body: { open: true, answers: 1 } })).body).toMatchObject({
    confirmByMail: true,
  });
  const approval = await client.asks("POST", `/requests/${requestId}/approve`);
  expect([approval.status, approval.body]).toMatchObject([403, { code: "confirmation_needed" }]);
  const operator = answerRequest({ kind: "operator" }, requestId, { approved: true }, requestPolicy);
  await expect(operator).rejects.toMatchObject({ code: "confirmation_needed" });
  const denial = await client.asks("POST", `/requests/${requestId}/deny`, { body: { reason: "No" } });
  expect([denial.status, denial.body]).toMatchObject([200, { status: "denied" }]);
});
