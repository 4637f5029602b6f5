import * as z from "zod";
import { auditKey, type Environment, mongodbUri } from "../config/values.ts";
import { beginAudit } from "../services/audit/begin-audit.ts";
import { closeDatabase, openDatabase } from "../services/operations/database.ts";
import { parseOnce } from "./argument-fault.ts";
import { say } from "./output.ts";
import { explained, runCommand } from "./run-command.ts";

const SAY_EVERY_MS = 2_000;

const sayWhy =
  'Say why, in one line of at most 500 characters: npm run audit:begin -- --reason "restored the dump of 3 March, Mia Chen"';

const schema = z.object({
  MONGODB_URI: mongodbUri,
  AUDIT_KEY: auditKey,
  reason: z
    .string(sayWhy)
    .trim()
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]{1,500}$/u, sayWhy),
});

const usage = `Reseals the whole audit log, and records why:
  npm run --silent audit:begin -- --reason "restored the dump of 3 March, Mia Chen"`;

/** Runs `npm run audit:begin`. @returns the exit code */
async function main(env: Environment): Promise<number> {
  const { reason } = parseOnce({ options: { reason: { type: "string" } } }).values;
  const given = schema.safeParse({ ...env, reason });
  if (!given.success) return explained(given.error);
  await openDatabase(given.data.MONGODB_URI);
  const { found, end } = await beginAudit(given.data.AUDIT_KEY, given.data.reason, sayNowAndThen());
  await closeDatabase();
  say(`Found: ${found.sealed} sealed events and ${found.unsealed} unsealed ones.`);
  for (const problem of found.problems) say(problem);
  if (found.more > 0) say(`And ${found.more} more.`);
  say(
    `Sealed: ${end.sequence} events. The event audit.begun, one of the last, records why, and what was found.`,
  );
  say(`Keep this outside the database, for the next check: --since ${end.sequence}:${end.seal}`);
  return 0;
}

function sayNowAndThen(): (sealed: number) => void {
  let saidAt = Date.now();
  return (sealed) => {
    if (Date.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = Date.now();
    say(`Sealing: ${sealed} events so far.`);
  };
}

runCommand(usage, main);
