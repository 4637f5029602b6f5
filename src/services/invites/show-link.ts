import { Invite } from "../../models/invite.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireForRights } from "../authorize.ts";
import { asExpected, type ExpectedInvite, whyUnexpected } from "./expected-invite.ts";
import { alsoHandledBy } from "./handled-by.ts";

/** What is needed to sign the link of an invite's current generation. */
export interface ShownLink {
  email: string;
  generation: number;
  keyId: string;
  expiresAt: Date;
}

/**
 * Reads what the link of a pending invite is signed from. Audited.
 *
 * @throws NotAdmin; InviteSettled, InviteResent or InviteEdited when someone acted on the invite first
 */
export async function showLink(
  actor: Principal,
  inviteId: string,
  expected: ExpectedInvite,
): Promise<ShownLink> {
  return changeAs(actor, "invites:link", async ({ now, selfId }) => {
    const invite = await Invite.findOneAndUpdate(
      { _id: inviteId, status: "pending", expiresAt: { $gt: now }, ...asExpected(expected) },
      [{ $set: { handledBy: alsoHandledBy(selfId) } }],
      { returnDocument: "after", updatePipeline: true },
    ).lean();
    if (!invite) throw await whyUnexpected(inviteId, expected);
    const { email, generation, keyId, expiresAt, groupIds } = invite;
    // Anyone with the link can register with it.
    await requireForRights(actor, groupIds);
    await recordAudit(actor, now, {
      action: "invite.link_shown",
      target: { kind: "invite", id: inviteId, label: email },
      before: null,
      after: { generation },
      about: [email, ...groupIds.map(String)],
    });
    return { email, generation, keyId, expiresAt };
  });
}
