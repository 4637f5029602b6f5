import type { Types } from "mongoose";
import type { RunLineDocument } from "../../models/run-line.ts";
import type { Principal } from "../actor.ts";
import { adminApproval, hasAdmin } from "../approvals/admin-approval.ts";
import { adminObstacles } from "../approvals/ask-for-admin.ts";
import { NoOtherAdmin } from "../approvals/refusals.ts";
import type { LineFault } from "./fault.ts";

type Line = Pick<RunLineDocument, "line" | "email" | "groupIds">;

/**
 * Finds the lines that invite into Admin although another admin must approve it and nobody else could, or for someone
 * already requested; by line number.
 *
 * @param usual the groups of lines that name none
 */
export async function adminFaults(
  actor: Principal,
  lines: readonly Line[],
  usual: readonly Types.ObjectId[],
): Promise<Map<number, LineFault>> {
  const asking = lines.filter(({ groupIds = usual }) => hasAdmin(groupIds));
  const approval = asking.length > 0 ? await adminApproval() : null;
  if (!approval) return new Map();
  const wanted = asking.map(({ email }) => ({ subject: { name: email, email }, end: null }));
  const obstacles = await adminObstacles(actor, approval, wanted);
  return new Map(
    asking.flatMap(({ line }, at) => {
      const obstacle = obstacles[at];
      if (!obstacle) return [];
      const code = obstacle instanceof NoOtherAdmin ? "no_approver" : "waits_for_admin";
      return [[line, { code, column: "groups" }] as const];
    }),
  );
}
