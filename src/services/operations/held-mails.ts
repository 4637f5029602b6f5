import { trusted } from "mongoose";
import { operatorReasons } from "../../models/delivery-reason.ts";
import { Job } from "../../models/job.ts";

/** Filters for the emails held because the mail service rejects our key, our sender or our plan. */
const held = () => trusted({ status: "waiting" as const, lastFault: { $in: [...operatorReasons] } });

/** Counts the emails held until the operator fixes our account, up to a limit. */
export async function countHeldMails(limit: number): Promise<number> {
  return Job.countDocuments(held(), { limit });
}

/** Returns why one of them is held, as stored; null when there are none. */
export async function reasonOfHeldMails(): Promise<string | null> {
  const job = await Job.findOne(held(), { lastFault: 1 }).lean();
  return job?.lastFault ?? null;
}
