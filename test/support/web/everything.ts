import mongoose from "mongoose";
import { Migration } from "../../../src/models/migration.ts";

/**
 * Reads all that the database holds, to compare before and after; but not how far the migrations are, which the app
 * looks after by itself once it has started.
 */
export async function everythingStored(): Promise<Record<string, unknown[]>> {
  const stored: Record<string, unknown[]> = {};
  for (const model of Object.values(mongoose.models))
    if (model.modelName !== Migration.modelName)
      stored[model.modelName] = await model.find().sort({ _id: 1 }).lean();
  return stored;
}
