import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { Counter } from "../../src/models/counter.ts";
import { Draft } from "../../src/models/draft.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { recordRefusal } from "../../src/services/audit.ts";
import { DAY_MS, HOUR_MS } from "../../src/services/durations.ts";
import { seedGroups, usersGroupId } from "../../src/services/groups/groups.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { lockMailsTo } from "../../src/services/invites/daily-limits.ts";
import { openInvitation } from "../../src/services/invites/open-invitation.ts";
import { previewInvites } from "../../src/services/invites/preview-invites.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { databaseTime } from "../../src/services/transaction.ts";
import { keepDraft, readDraft } from "../../src/slack/state/drafts.ts";
import { mia, policy } from "../support/acting.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { shiftClock } from "../support/shift-clock.ts";

beforeAll(async () => {
  await connect(freshDatabase().uri);
  await ensureIndexes();
  await seedGroups();
});
afterAll(disconnect);

/** Expects a moment to be this one, as MongoDB sees it. */
async function expectNow(at: Date | undefined, after = 0): Promise<void> {
  const off = Math.abs((at?.getTime() ?? 0) - after - (await databaseTime()).getTime());
  expect(off).toBeLessThan(PATIENCE_MS);
}

// More than a day, so that the day is another one at whatever time the test runs.
describe.each([
  ["ahead", 27 * HOUR_MS],
  ["behind", -27 * HOUR_MS],
])("in a process whose clock is %s, the database's holds", (which, ms) => {
  let setRight: () => void;
  beforeAll(async () => {
    setRight = shiftClock(ms);
    await Counter.deleteMany();
  });
  afterAll(() => setRight());

  async function invited(email: string): Promise<string> {
    const request = { emails: [email], groupIds: [usersGroupId], expiryDays: 7 };
    const [outcome] = await createInvites(mia, request, policy);
    if (outcome?.outcome !== "invited") throw new Error(`${email}: ${outcome?.outcome}`);
    return outcome.inviteId;
  }

  test("for when someone was refused, and for the minute until the next refusal", async () => {
    const eve = { ...mia, userId: `UEVE${which}` };
    await recordRefusal(eve, "guest");
    await recordRefusal(eve, "guest");
    const refusals = await AuditEvent.find({ "actor.userId": eve.userId }).lean();
    expect(refusals).toHaveLength(1);
    await expectNow(refusals[0]?.at);
    await expectNow(
      (await Counter.findById(`refused:${mia.teamId}:${eve.userId}`).lean())?.expiresAt,
      60_000,
    );
  });

  test("for the day that a limit counts", async () => {
    const email = `limits.${which}@example.com`;
    await invited(email);
    const day = (await databaseTime()).toISOString().slice(0, 10);
    const counters = await Counter.find({ _id: /^(invites|mails):/ }).lean();
    expect(counters.map(({ _id }) => _id.replace(/:\d+$/, "")).toSorted()).toEqual([
      `invites:${day}`,
      `mails:${day}:${email}`,
    ]);
    for (const { expiresAt } of counters) await expectNow(expiresAt, 2 * DAY_MS);
    const limits = { admin: 2, total: 2, address: 1 };
    const preview = await previewInvites(mia, ["a@example.com", "b@example.com"], { ...policy, limits });
    expect(preview).toMatchObject({ invited: ["a@example.com"], overLimit: ["b@example.com"] });
    await Invite.updateOne({ email }, { status: "declined" });
    expect(await previewInvites(mia, [email], { ...policy, limits })).toMatchObject({
      overMailLimit: [email],
    });
    await Counter.deleteMany({ _id: /^mails:/ });
    await lockMailsTo(email, await databaseTime());
    expect(await Counter.exists({ _id: `mails:${day}:${email}` })).not.toBeNull();
  });

  test("for a modal's hour", async () => {
    const id = await keepDraft(mia, { text: "kept" });
    await expectNow((await Draft.findById(id).lean())?.expiresAt, HOUR_MS);
    expect(await readDraft(mia, id)).toEqual({ text: "kept" });
    await Draft.updateOne({ _id: id }, { expiresAt: new Date((await databaseTime()).getTime() - 1) });
    await expect(readDraft(mia, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("for what someone else did first, and for how long an invitation is still open", async () => {
    const id = await invited(`first.${which}@example.com`);
    await resendInvite(mia, id, 1, policy);
    const inAnHour = new Date((await databaseTime()).getTime() + HOUR_MS);
    await Invite.updateOne({ _id: id }, { expiresAt: inAnHour });
    await expect(resendInvite(mia, id, 1, policy)).rejects.toMatchObject({ code: "invite_resent" });
    const invitation = await openInvitation({ inviteId: id, generation: 2, keyId: policy.keyId }, "Acme");
    await expectNow(invitation?.state === "open" ? invitation.now : undefined);
    const anHourAgo = new Date((await databaseTime()).getTime() - HOUR_MS);
    await Invite.updateOne({ _id: id }, { expiresAt: anHourAgo });
    await expect(resendInvite(mia, id, 1, policy)).rejects.toMatchObject({
      code: "invite_settled",
      facts: { status: "expired" },
    });
  });
});
