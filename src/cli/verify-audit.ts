import { z } from "zod";
import { auditKey, mongodbUri } from "../config/values.ts";
import { verifyAudit } from "../services/audit/seal-audit.ts";
import { closeDatabase, DatabaseUnusable, openDatabase } from "../services/operations/database.ts";

const environment = z.object({ MONGODB_URI: mongodbUri, AUDIT_KEY: auditKey });

/** Runs `npm run audit:verify`. @returns the exit code: 0 when no sealed event was changed, 1 otherwise */
async function main(): Promise<number> {
  const env = environment.safeParse(process.env);
  if (!env.success) {
    say(env.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"));
    return 1;
  }
  await openDatabase(env.data.MONGODB_URI);
  const { sealed, unsealed, problem } = await verifyAudit(env.data.AUDIT_KEY);
  await closeDatabase();
  say(problem ?? `${sealed} sealed events are unchanged. ${unsealed} are not sealed yet.`);
  return problem ? 1 : 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof DatabaseUnusable ? error.message : String(error));
    process.exit(1);
  },
);
