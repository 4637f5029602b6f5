import * as z from "zod";
import { auditKey, type Environment, mongodbUri } from "../config/values.ts";
import type { SealedEnd } from "../services/audit/seal.ts";
import { verifyAudit } from "../services/audit/verify-audit.ts";
import { closeDatabase, openDatabase } from "../services/operations/database.ts";
import { parseOnce } from "./argument-fault.ts";
import { say } from "./output.ts";
import { explained, runCommand } from "./run-command.ts";

const environment = z.object({ MONGODB_URI: mongodbUri, AUDIT_KEY: auditKey });

/** `4211:<seal>`, as this command and the app's log print it. */
const printedEnd = z
  .string()
  .regex(/^\d{1,15}:([A-Za-z0-9+/]{43}=)?$/, "--since must be what was printed: 4211:<seal>")
  .transform((text): SealedEnd => {
    const [count = "", seal = ""] = text.split(":");
    return { sequence: Number(count), seal };
  });

const usage = `Checks that no sealed event of the audit log was changed:
  npm run --silent audit:verify [-- --since 4211:<seal>]`;

/** Runs `npm run audit:verify`. @returns the exit code: 0 when no sealed event was changed, 1 otherwise */
async function main(env: Environment): Promise<number> {
  const { since } = parseOnce({ options: { since: { type: "string" } } }).values;
  const given = environment.extend({ since: printedEnd.optional() }).safeParse({ ...env, since });
  if (!given.success) return explained(given.error);
  await openDatabase(given.data.MONGODB_URI);
  const verdict = await verifyAudit(given.data.AUDIT_KEY, given.data.since ?? null);
  await closeDatabase();
  const { sealed, trimmed = 0, seal, unsealed, problems, more } = verdict;
  for (const problem of problems) say(problem);
  if (more > 0) say(`And ${more} more.`);
  if (problems.length > 0) return 1;
  const before = trimmed > 0 ? ` The ${trimmed} before them were removed by a trim.` : "";
  say(`${sealed - trimmed} sealed events are unchanged.${before} ${unsealed} are not sealed yet.`);
  if (sealed > 0) say(`Keep this outside the database, for the next check: --since ${sealed}:${seal}`);
  return 0;
}

runCommand(usage, main);
