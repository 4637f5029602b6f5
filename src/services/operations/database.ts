import { connect, DatabaseUnusable, disconnect, explainForbidden } from "../../models/connection.ts";
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
  const [warnings, renamed] = await prepare().catch((error: unknown) => {
    throw explainForbidden(error);
  });
  return [
    ...warnings,
    ...renamed.map(
      ({ before, after }) =>
        `The name ${before} is a built-in group's from now on. The group that had it is called ${after}; its members and access are as they were.`,
    ),
  ];
}

const prepare = async () => [await ensureIndexes(), await seedGroups()] as const;

/** Closes the connection to the database. */
export async function closeDatabase(): Promise<void> {
  await disconnect();
}
