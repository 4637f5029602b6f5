import { trusted } from "mongoose";
import { operatorReasons } from "../../models/delivery-reason.ts";
import { Job } from "../../models/job.ts";

/** Filters for the mails that wait because the mail service refuses our key, our sender or our plan. */
const held = () => trusted({ status: "waiting" as const, lastFault: { $in: [...operatorReasons] } });

/** Counts the mails that wait until the operator mends our account, up to a limit. */
export async function countHeldMails(limit: number): Promise<number> {
  return Job.countDocuments(held(), { limit });
}

/** Says why one of them waits, as it is stored; null when there are none. */
export async function reasonOfHeldMails(): Promise<string | null> {
  const job = await Job.findOne(held(), { lastFault: 1 }).lean();
  return job?.lastFault ?? null;
}
