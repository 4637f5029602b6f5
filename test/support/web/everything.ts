import mongoose from "mongoose";
import { Migration } from "../../../src/models/migration.ts";

/**
 * Reads the whole database, to compare before and after, except for the progress of migrations, which the app makes on
 * its own once it has started.
 */
export async function everythingStored(): Promise<Record<string, unknown[]>> {
  const stored: Record<string, unknown[]> = {};
  for (const model of Object.values(mongoose.models))
    if (model.modelName !== Migration.modelName)
      stored[model.modelName] = await model.find().sort({ _id: 1 }).lean();
  return stored;
}
