import { uniqueIndexFaults } from "../../models/index-faults.ts";
import { within } from "../within.ts";

const PATIENCE_MS = 2_000;

/**
 * Explains why the database can't serve now, in a sentence for the operator; null when it can: it answers within 2 s,
 * and has the indexes that the models' promises depend on.
 */
export async function databaseProblem(): Promise<string | null> {
  const faults = await within(
    PATIENCE_MS,
    uniqueIndexFaults().catch(() => null),
  );
  if (!faults) return "MongoDB does not answer.";
  if (faults.length === 0) return null;
  const missing = faults.flatMap(({ name, drop }) => (drop ? [] : [name]));
  const lacks = missing.length > 0 ? [`MongoDB lacks unique indexes: ${missing.join(", ")}.`] : [];
  return [...lacks, ...faults.flatMap(({ drop }) => drop ?? [])].join(" ");
}
