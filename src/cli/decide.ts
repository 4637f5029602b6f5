import * as z from "zod";
import { type Environment, mongodbUri, zone } from "../config/values.ts";
import { explainDecision } from "../services/decisions/explain-decision.ts";
import { subjectOf } from "../services/decisions/subject.ts";
import { closeDatabase, openDatabase } from "../services/operations/database.ts";
import { parseOnce } from "./argument-fault.ts";
import { say } from "./output.ts";
import { explained, runCommand } from "./run-command.ts";

const DENIED = 3;

const usage = `Say who, and which service:
  npm run --silent decide -- eve@acme.io Tickets [--project P] [--region R] [--action A]`;

const environment = z.object({ MONGODB_URI: mongodbUri, TIME_ZONE: zone });
const options = {
  project: { type: "string" },
  region: { type: "string" },
  action: { type: "string" },
} as const;

/**
 * Runs `npm run decide -- WHO SERVICE`, as the operator.
 *
 * @returns the exit code: 0 for yes, 3 for no, 1 when it can't tell
 */
async function main(env: Environment): Promise<number> {
  const { values, positionals } = parseOnce({ options, allowPositionals: true });
  const [who, service, ...others] = positionals;
  // A blank one is a variable that was not set: leaving it out would answer a different question.
  const isBlank = [...positionals, ...Object.values(values)].some((value) => value.trim() === "");
  if (!who || !service || others.length > 0 || isBlank) throw new TypeError(usage);
  const given = environment.safeParse(env);
  if (!given.success) return explained(given.error);
  await openDatabase(given.data.MONGODB_URI);
  try {
    const question = { service, ...values };
    const { decision, wanted, reason } = await explainDecision(
      { kind: "operator" },
      subjectOf(who),
      question,
      given.data.TIME_ZONE,
    );
    say(`${decision.allowed ? "Yes" : "No"}: ${who}, ${wanted}. ${reason}.`);
    return decision.allowed ? 0 : DENIED;
  } finally {
    await closeDatabase();
  }
}

runCommand(usage, main);
