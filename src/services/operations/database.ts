import { connect, DatabaseUnusable, disconnect } from "../../models/connection.ts";
import { ensureIndexes } from "../../models/indexes.ts";
import { seedGroups } from "../groups/groups.ts";

export { DatabaseUnusable };

/**
 * Connects, creates missing indexes, and writes the built-in groups once.
 *
 * @returns what the operator should know about the database, in sentences
 * @throws DatabaseUnusable
 */
export async function openDatabase(uri: string): Promise<string[]> {
  await connect(uri);
  const warnings = await ensureIndexes();
  const renamed = await seedGroups();
  return [
    ...warnings,
    ...renamed.map(
      ({ before, after }) =>
        `The name ${before} is a built-in group's from now on. The group that had it is called ${after}; its members and access are as they were.`,
    ),
  ];
}

/** Closes the connection to the database. */
export async function closeDatabase(): Promise<void> {
  await disconnect();
}
