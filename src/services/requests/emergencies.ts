import { AccessRequest } from "../../models/access-request.ts";
import { membershipsAt } from "../../models/membership.ts";
import { type Principal, recordOf } from "../actor.ts";
import { requestEvent } from "../approvals/request-event.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { NotFound } from "../errors.ts";
import { writeGroups } from "../users/change-groups.ts";
import { assertNotOwn } from "./answer-request.ts";
import { userFor } from "./grant.ts";
import { requestWithId, settledFirst } from "./request-conflict.ts";

/**
 * Records an admin's verdict on an emergency afterwards: they have seen it, or they take the group away now.
 * The first answer counts.
 *
 * @throws NotAdmin, NotPermitted; OwnRequest; NotFound; RequestSettled when someone was first; LastAdmin, GroupManaged
 */
export async function answerEmergency(
  actor: Principal,
  requestId: string,
  answer: "seen" | "taken_away",
): Promise<{ person: string; group: string }> {
  return changeAs(actor, "requests:write", async ({ now }) => {
    const request = await requestWithId(requestId);
    if (request.rule !== "emergency") throw new NotFound({ what: "request" });
    await assertNotOwn(actor, request);
    const { matchedCount } = await AccessRequest.updateOne(
      { _id: requestId, afterwards: { $exists: false } },
      { $set: { afterwards: { answer, by: recordOf(actor), at: now } }, $inc: { version: 1 } },
    );
    if (matchedCount === 0) throw settledFirst(request);
    const user = answer === "taken_away" ? await userFor(request) : null;
    const { groupId } = request;
    if (user && membershipsAt(user, now).some((each) => each.groupId.equals(groupId)))
      await writeGroups(actor, user, now, { gets: [], loses: [groupId] }, null);
    await recordAudit(actor, now, {
      ...requestEvent(answer === "seen" ? "request.emergency_seen" : "request.emergency_taken_away", request),
      before: null,
      after: {},
    });
    return { person: request.asker.name, group: request.groupName };
  });
}
