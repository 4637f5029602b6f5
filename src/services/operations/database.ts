import { connect, DatabaseUnusable, disconnect } from "../../models/connection.ts";
import { ensureIndexes } from "../../models/indexes.ts";
import { seedGroups } from "../groups/groups.ts";

export { DatabaseUnusable };

/** Connects, makes what indexes are missing, and writes the built-in groups once. @throws DatabaseUnusable */
export async function openDatabase(uri: string): Promise<void> {
  await connect(uri);
  await ensureIndexes();
  await seedGroups();
}

/** Closes the connection to the database. */
export async function closeDatabase(): Promise<void> {
  await disconnect();
}
