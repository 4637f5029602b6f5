import { Types } from "mongoose";
import { Job } from "../../models/job.ts";
import { HOUR_MS } from "../../services/durations.ts";
import { isProvider } from "../../services/provisioning/provisioned-since.ts";
import { summaryKey } from "../../slack/state/jobs.ts";
import type { Subscriber } from "../handler.ts";

/** Promises the admins a summary of what an identity provider changes: one an hour, an hour after the first change. */
export const provisioning: Subscriber = async ({ by, action }, at) => {
  const client = by?.client;
  if (!client || !/^(?:user|group)\./.test(action) || !(await isProvider(client))) return [];
  if (await Job.exists({ foldKey: summaryKey(client), status: "waiting" })) return [];
  const dueAt = new Date(at.getTime() + HOUR_MS);
  return [{ kind: "provisioning-summary" as const, clientId: new Types.ObjectId(client), since: at, dueAt }];
};
