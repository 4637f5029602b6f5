import { afterEach, beforeEach, expect, test } from "vitest";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { readLink } from "../../src/services/invites/link-token.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { type Scene, setScene } from "../support/worker/worker-world.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.ends());

test("an invite is mailed, and its acceptance told to the inviter", async () => {
  scene.starts();
  const [id = ""] = await scene.invites(["eve@example.com"]);
  const mail = await scene.sendgrid.mailTo("eve@example.com");
  expect(mail.subject).toBe("Mia Chen invites you to join Acme");
  expect(mail.text).toContain("Mia Chen (mia@acme.io) invites you to join Acme in the group Users.");
  const link = await readLink(mail.link.slice(mail.link.lastIndexOf("/") + 1), scene.linkKeys);
  expect(link).toEqual({ inviteId: id, generation: 1 });
  if (!link) return;
  await acceptInvite(link, { name: "Eve Adams", timeZone: "Europe/Paris" }, "nonce");
  await scene.mia.receives("Eve Adams (eve@example.com) accepted your invite and is now in Users.");
});

test("delivery goes from queued by sending to sent, and sentAt is set", async () => {
  const outbox = scene.starts();
  const [id = ""] = await scene.invites(["eve@example.com"]);
  await outbox.idle();
  const { delivery, deliveryHistory, sentAt } = await scene.invite(id);
  expect(delivery.state).toBe("sent");
  expect(deliveryHistory.map(({ state }) => state)).toEqual(["queued", "sending", "sent"]);
  expect(sentAt).toEqual(delivery.at);
});

test("an invite cancelled within the undo window mails nobody", async () => {
  const outbox = scene.starts();
  const [id = ""] = await scene.invites(["eve@example.com"], { undoSeconds: 20 });
  expect(await cancelInvite(scene.actor(), id, 1)).toMatchObject({ mailed: false });
  await scene.makesDue();
  await outbox.idle();
  expect(scene.sendgrid.mails).toEqual([]);
  expect((await scene.invite(id)).delivery.state).toBe("queued");
});

test("a resend before the first mail left sends one mail, with the newer link", async () => {
  const [id = ""] = await scene.invites(["eve@example.com"], { undoSeconds: 20 });
  await resendInvite(scene.actor(), id, 1, scene.policy);
  await scene.makesDue();
  await scene.starts().idle();
  expect(scene.sendgrid.mails).toHaveLength(1);
  const { link } = await scene.sendgrid.mailTo("eve@example.com");
  expect(await readLink(link.slice(link.lastIndexOf("/") + 1), scene.linkKeys)).toMatchObject({
    generation: 2,
  });
});
