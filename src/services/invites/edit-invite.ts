import { isDeepStrictEqual } from "node:util";
import { Group } from "../../models/group.ts";
import { Invite } from "../../models/invite.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireForAdmin } from "../authorize.ts";
import { remainingGroups, requireAll, validIds } from "../groups/groups.ts";
import { existenceOfAll, lockShared } from "../locks.ts";
import { actingUserId } from "../pause-link.ts";
import { databaseTime } from "../transaction.ts";
import { alsoHandledBy } from "./handled-by.ts";
import { inviteConflict } from "./invite-conflict.ts";

/**
 * Changes which groups a pending invite will give. Its link keeps working.
 *
 * @param expectedGeneration the one that the admin had on the screen
 * @returns the address, and whether anything is different now
 * @throws NotAdmin; InvalidFields when a group does not exist; InviteSettled or InviteResent when someone acted
 *   on the invite first
 */
export async function editInviteGroups(
  actor: Principal,
  inviteId: string,
  expectedGeneration: number,
  groupIds: readonly string[],
): Promise<{ email: string; changed: boolean }> {
  return changeAs(actor, "invites:write", async () => {
    const now = await databaseTime();
    const after = (await Group.find({ _id: { $in: validIds(groupIds) } }, { _id: 1 }).lean()).map(
      ({ _id }) => _id,
    );
    requireAll(groupIds, after);
    await requireForAdmin(actor, after);
    await lockShared(...existenceOfAll(after));
    const selfId = await actingUserId(actor);
    const isSame = { $setEquals: ["$groupIds", after] };
    const invite = await Invite.findOneAndUpdate(
      { _id: inviteId, status: "pending", generation: expectedGeneration, expiresAt: { $gt: now } },
      [{ $set: { groupIds: after, handledBy: { $cond: [isSame, "$handledBy", alsoHandledBy(selfId)] } } }],
      { returnDocument: "before", updatePipeline: true },
    ).lean();
    if (!invite) throw await inviteConflict(inviteId);

    const groupsBefore = (await remainingGroups(invite.groupIds)).map(String);
    const groupsAfter = after.map(String);
    if (isDeepStrictEqual(groupsBefore.toSorted(), groupsAfter.toSorted()))
      return { email: invite.email, changed: false };
    await recordAudit(actor, now, {
      action: "invite.edited",
      target: { kind: "invite", id: inviteId, label: invite.email },
      before: { groups: groupsBefore },
      after: { groups: groupsAfter },
      about: [invite.email, ...groupsBefore, ...groupsAfter],
    });
    return { email: invite.email, changed: true };
  });
}
