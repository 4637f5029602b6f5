import { missingUniqueIndexes } from "../../models/indexes.ts";

const PATIENCE_MS = 2_000;

/**
 * Says why the database can't serve now, in a sentence for the operator; null when it can: it answers within 2 s, and
 * has the indexes that the models' promises hang on.
 */
export async function databaseProblem(): Promise<string | null> {
  const silence = "MongoDB does not answer.";
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, silence);
  });
  try {
    return await Promise.race([missingIndexes(), patience]);
  } catch {
    return silence;
  } finally {
    clearTimeout(timer);
  }
}

async function missingIndexes(): Promise<string | null> {
  const missing = await missingUniqueIndexes();
  return missing.length > 0 ? `MongoDB lacks unique indexes: ${missing.join(", ")}.` : null;
}
