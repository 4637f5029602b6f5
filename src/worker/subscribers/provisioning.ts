import { Types } from "mongoose";
import { Job } from "../../models/job.ts";
import { HOUR_MS } from "../../services/durations.ts";
import { isProvider } from "../../services/provisioning/provisioned-since.ts";
import { homeOwner } from "../../slack/state/home-tabs.ts";
import { summaryKey } from "../../slack/state/jobs.ts";
import type { Subscriber } from "../handler.ts";

/**
 * Tells admins about a group that was taken back, and schedules a summary of what an identity provider changes: one an
 * hour, an hour after the first change.
 */
export const provisioning: Subscriber = async ({ by, action, targets }, at) => {
  const client = by?.client;
  if (action === "group.taken_back" && by && !client)
    return targets.map((groupId) => ({
      kind: "taken-back-notice" as const,
      groupId: new Types.ObjectId(groupId),
      by: by.name,
      ...(by.account && { except: homeOwner(by.account).userId }),
      dueAt: at,
    }));
  if (!client || !/^(?:user|group)\./.test(action)) return [];
  if (await Job.exists({ foldKey: summaryKey(client), status: "waiting" })) return [];
  if (!(await isProvider(client))) return [];
  const dueAt = new Date(at.getTime() + HOUR_MS);
  return [{ kind: "provisioning-summary" as const, clientId: new Types.ObjectId(client), since: at, dueAt }];
};
