import { expect, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { type LinkClaims, signLink } from "../../src/services/invites/link-token.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { mia, policy } from "../support/acting.ts";
import { headingOf, nonceAt, send } from "../support/web/form.ts";
import { linkKeys, startSite } from "../support/web/site.ts";

const retired = { id: "k0", secret: Buffer.alloc(32, 1) };
const site = await startSite({ linkKeys: [...linkKeys, retired] });

const signedByRetired = async (claims: LinkClaims) =>
  `${site.url}/invite/${signLink(claims, retired.id, [retired])}`;

test("a retired key can't sign for an invite that was sent with the new one", async () => {
  const { url, inviteId } = await site.invites("eve@example.com");
  const nonce = await nonceAt(url);
  const forged = await signedByRetired({ inviteId, generation: 1 });
  for (const path of ["", "/decline", "/new-link"]) {
    const opened = await fetch(forged + path);
    expect([opened.status, headingOf(await opened.text())]).toEqual([404, "This link does not work"]);
  }
  expect((await send(forged, { name: "Mallory", timeZone: "UTC", nonce })).status).toBe(404);
  expect((await send(`${forged}/decline`, { nonce })).status).toBe(404);
  await Invite.updateOne({ _id: inviteId }, { expiresAt: new Date(0) });
  expect((await send(`${forged}/new-link`, { nonce })).status).toBe(404);
  expect(await Invite.findById(inviteId).lean()).toMatchObject({ status: "pending" });
  expect(await Invite.exists({ _id: inviteId, askedAt: { $exists: true } })).toBeNull();
  expect(await User.countDocuments()).toBe(0);
});

test("a link that the key signed while in use opens, and mentions a newer email if there is one", async () => {
  const { inviteId } = await site.invites("bo@example.com");
  await Invite.updateOne({ _id: inviteId }, { keyId: retired.id });
  const link = await signedByRetired({ inviteId, generation: 1 });
  expect((await fetch(link)).status).toBe(200);
  await resendInvite(mia, inviteId, 1, policy);
  expect(headingOf(await (await fetch(link)).text())).toBe("A newer email replaced this link");
});
