import { afterAll, beforeEach, expect, test } from "vitest";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { Job } from "../../../src/models/job.ts";
import { cancelInvite } from "../../../src/services/invites/cancel-invite.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { editInvite } from "../../../src/services/invites/edit-invite.ts";
import { inviteVersion } from "../../../src/services/invites/expected-invite.ts";
import { resendInvite } from "../../../src/services/invites/resend-invite.ts";
import { mia, policy } from "../../support/acting.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

const groups = [String(builtInGroupIds.users)];
const admins = [String(builtInGroupIds.admin)];
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
let id = "";

beforeEach(async () => {
  await emptyDatabase();
  const [outcome] = await createInvites(
    mia,
    { emails: ["eve@acme.io"], groupIds: groups, expiryDays: 7 },
    policy,
  );
  id = outcome?.outcome === "invited" ? outcome.inviteId : "";
});
afterAll(disconnect);

const stored = () => Invite.findById(id).orFail().lean();
const dueAt = async (kind: string) =>
  (
    await Job.findOne({ kind, "facts.inviteId": (await stored())._id })
      .orFail()
      .lean()
  ).dueAt.getTime();

test("an invite moved to a later or earlier expiry is reminded of, and expires, at its new time", async () => {
  const { createdAt } = await stored();
  const at = (days: number) => new Date(createdAt.getTime() + days * DAY_MS);
  for (const days of [20, 10, 29]) {
    await editInvite(mia, id, {}, { expiresAt: at(days) });
    expect(await dueAt("expiry")).toBe(at(days).getTime());
    expect(await dueAt("reminder-email")).toBe(at(days - 2).getTime());
  }
  // A day from now there is nothing left to remind of: it would come with the expiry, and say nothing.
  await editInvite(mia, id, {}, { expiresAt: at(1) });
  expect(await dueAt("expiry")).toBe(at(1).getTime());
  expect(await dueAt("reminder-email")).toBe(at(1).getTime());
  await editInvite(mia, id, {}, { expiresAt: at(5) });
  expect(await dueAt("reminder-email")).toBe(at(3).getTime());
  expect(await Job.countDocuments({ kind: { $in: ["expiry", "reminder-email"] } })).toBe(2);
});

test.each([
  ["past", -1],
  ["over 30 days away", 30 * DAY_MS + HOUR_MS],
])("a time that is %s is refused, and nothing changes", async (_, ms) => {
  const before = await stored();
  const expiresAt = new Date(Date.now() + ms);
  await expect(editInvite(mia, id, {}, { expiresAt, groupIds: admins })).rejects.toMatchObject({
    fields: { expiresAt: "Choose a time in the next 30 days." },
  });
  expect(await stored()).toEqual(before);
});

test("a version is good for one change, and the next person is told who made it", async () => {
  expect(inviteVersion(await stored())).toBe(1);
  await editInvite(mia, id, { version: 1 }, { groupIds: admins });
  const edited = { code: "invite_edited", facts: { email: "eve@acme.io", by: "Mia Chen" } };
  await expect(editInvite(mia, id, { version: 1 }, { groupIds: groups })).rejects.toMatchObject(edited);
  await expect(cancelInvite(mia, id, { version: 1 })).rejects.toMatchObject(edited);
  await resendInvite(mia, id, { version: 2 }, policy);
  await expect(resendInvite(mia, id, { version: 2 }, policy)).rejects.toMatchObject({
    code: "invite_resent",
  });
  await editInvite(mia, id, {}, { groupIds: groups });
  expect(inviteVersion(await stored())).toBe(4);
  // What is on a screen is as it was sent: an edit leaves its buttons as they are.
  await cancelInvite(mia, id, 2);
  await expect(editInvite(mia, id, {}, { groupIds: admins })).rejects.toMatchObject({
    code: "invite_settled",
    facts: { status: "cancelled", by: "Mia Chen" },
  });
});

test("of simultaneous edits of the same version, one is made", async () => {
  const choices = [admins, [...admins, ...groups]];
  const edits = Array.from({ length: 6 }, (_, n) =>
    editInvite(mia, id, { version: 1 }, { groupIds: choices[n % 2] ?? [] }).then(
      () => "made",
      (error: { code?: string }) => error.code,
    ),
  );
  const outcomes = (await Promise.all(edits)).toSorted();
  expect(outcomes).toEqual([...Array.from({ length: 5 }, () => "invite_edited"), "made"]);
});
