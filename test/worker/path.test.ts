import { afterEach, beforeEach, expect, test } from "vitest";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { readLink } from "../../src/services/invites/link-token.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

test("an invite is emailed, and the inviter is told when it is accepted", async () => {
  world.starts();
  const [id = ""] = await world.invites(["eve@example.com"]);
  const mail = await world.sendgrid.mailTo("eve@example.com");
  expect(mail.subject).toBe("Mia Chen invites you to join Acme");
  expect(mail.text).toContain("Mia Chen (mia@acme.io) invites you to join Acme in the group Users.");
  const link = readLink(mail.link.slice(mail.link.lastIndexOf("/") + 1), world.linkKeys);
  expect(link).toEqual({ inviteId: id, generation: 1, keyId: "k1" });
  if (!link) return;
  await acceptInvite(link, { name: "Eve Adams", timeZone: "Europe/Paris" }, "nonce");
  await world.mia.receives("Eve Adams (eve@example.com) accepted your invite and is now in Users.");
});

test("delivery goes from queued through sending to sent, and sentAt is set", async () => {
  const worker = world.starts();
  const [id = ""] = await world.invites(["eve@example.com"]);
  await worker.idle();
  const { delivery, deliveryHistory, sentAt } = await world.invite(id);
  expect(delivery.state).toBe("sent");
  expect(deliveryHistory.map(({ state }) => state)).toEqual(["queued", "sending", "sent"]);
  expect(sentAt).toEqual(delivery.at);
});

test("an invite cancelled within the undo window emails nobody", async () => {
  const worker = world.starts();
  const [id = ""] = await world.invites(["eve@example.com"], { undoSeconds: 20 });
  expect(await cancelInvite(world.actor(), id, 1)).toMatchObject({ mailed: false });
  await world.makesDue();
  await worker.idle();
  expect(world.sendgrid.mails).toEqual([]);
  expect((await world.invite(id)).delivery.state).toBe("queued");
});

test("a resend before the first email was sent sends one email, with the newer link", async () => {
  const [id = ""] = await world.invites(["eve@example.com"], { undoSeconds: 20 });
  await resendInvite(world.actor(), id, 1, world.policy);
  await world.makesDue();
  await world.starts().idle();
  expect(world.sendgrid.mails).toHaveLength(1);
  const { link } = await world.sendgrid.mailTo("eve@example.com");
  expect(readLink(link.slice(link.lastIndexOf("/") + 1), world.linkKeys)).toMatchObject({
    generation: 2,
  });
});
