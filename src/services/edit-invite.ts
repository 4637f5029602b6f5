import { isDeepStrictEqual } from "node:util";
import { Types } from "mongoose";
import { InvalidFields } from "../errors.ts";
import { Group } from "../models/group.ts";
import { Invite } from "../models/invite.ts";
import type { SlackActor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { redrawCards } from "./invite-messages.ts";
import { asAdmin } from "./rights.ts";
import { whatHappened } from "./what-happened.ts";

/** The groups that exist, of those with these ids, and the database's time. @throws InvalidFields when one is missing, or none is given */
export async function existingGroups(
  ids: readonly string[],
): Promise<{ groupIds: Types.ObjectId[]; now: Date }> {
  const known = ids.filter((id) => Types.ObjectId.isValid(id)).map((id) => new Types.ObjectId(id));
  const found = await Group.aggregate<{ _id: Types.ObjectId; now: Date }>([
    { $match: { _id: { $in: known } } },
    { $project: { now: "$$NOW" } },
  ]);
  const [first] = found;
  if (ids.length === 0) throw new InvalidFields({ groups: "Choose at least one group." });
  if (!first || found.length < ids.length)
    throw new InvalidFields({ groups: "A group you chose does not exist any more. Choose again." });
  return { groupIds: found.map(({ _id }) => _id), now: first.now };
}

/**
 * Changes which groups a pending invite will give. Its link stays good.
 *
 * @param seen the generation that the admin had on the screen
 * @returns the address, and whether anything is different now
 * @throws NotAdmin; InvalidFields when a group does not exist; InviteSettled or InviteResent when someone acted
 *   on the invite first
 */
export async function editInviteGroups(
  actor: SlackActor,
  inviteId: string,
  seen: number,
  groupIds: readonly string[],
): Promise<{ email: string; changed: boolean }> {
  return asAdmin(actor, async () => {
    const { groupIds: after, now } = await existingGroups(groupIds);
    const invite = await Invite.findOneAndUpdate(
      { _id: inviteId, status: "pending", generation: seen, expiresAt: { $gt: now } },
      { $set: { groupIds: after } },
      { returnDocument: "before" },
    ).lean();
    if (!invite) throw await whatHappened(inviteId);

    const [were, are] = [invite.groupIds.map(String), after.map(String)];
    if (isDeepStrictEqual(were.toSorted(), are.toSorted())) return { email: invite.email, changed: false };
    await recordAudit(actor, now, {
      action: "invite.edited",
      target: { kind: "invite", id: inviteId, label: invite.email },
      before: { groups: were },
      after: { groups: are },
      about: [invite.email, ...were, ...are],
    });
    await redrawCards(now, [invite.batchId]);
    return { email: invite.email, changed: true };
  });
}
