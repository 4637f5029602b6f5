import * as z from "zod";
import { auditKey, type Environment, mongodbUri, whole } from "../config/values.ts";
import { KEY_NEEDED, trimAudit, trimUnsealed } from "../services/audit/trim-audit.ts";
import { DAY_MS } from "../services/durations.ts";
import { closeDatabase, openDatabase } from "../services/operations/database.ts";
import { databaseTime } from "../services/transaction.ts";
import { parseOnce } from "./argument-fault.ts";
import { say, warn } from "./output.ts";
import { explained, runCommand } from "./run-command.ts";

const retentionDays = whole(30, 36_500);
const environment = z.object({
  MONGODB_URI: mongodbUri,
  AUDIT_KEY: auditKey.optional(),
  AUDIT_RETENTION_DAYS: z
    .string("is missing. It sets how many days the log is kept, such as 730. Or pass --days 730")
    .pipe(retentionDays),
});

const usage = `Removes events from the audit log that are no longer kept:
  npm run --silent audit:trim [-- --days 730]`;

/** Runs `npm run audit:trim`. @returns the exit code */
async function main(env: Environment): Promise<number> {
  const { days } = parseOnce({ options: { days: { type: "string" } } }).values;
  const fault = days === undefined ? undefined : retentionDays.safeParse(days).error?.issues[0];
  if (fault) throw new TypeError(`--days ${fault.message}`);
  const given = environment.safeParse({ ...env, ...(days && { AUDIT_RETENTION_DAYS: days }) });
  if (!given.success) return explained(given.error);
  const { MONGODB_URI, AUDIT_KEY, AUDIT_RETENTION_DAYS } = given.data;
  await openDatabase(MONGODB_URI);
  const before = new Date((await databaseTime()).getTime() - AUDIT_RETENTION_DAYS * DAY_MS);
  const { removed, start } = AUDIT_KEY
    ? await trimAudit(AUDIT_KEY, before)
    : { removed: await trimUnsealed(before), start: null };
  await closeDatabase();
  if (removed === null) {
    warn(KEY_NEEDED);
    return 1;
  }
  say(`Removed ${removed} events from before ${before.toISOString()}.`);
  if (start) say(`The log continues from event ${start.sequence}, with the seal ${start.seal}.`);
  return 0;
}

runCommand(usage, main);
