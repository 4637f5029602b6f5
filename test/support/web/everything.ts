import mongoose from "mongoose";

/** Reads all that the database holds, to compare before and after; not how far the migrations are, which run beside. */
export async function everythingStored(): Promise<Record<string, unknown[]>> {
  const stored: Record<string, unknown[]> = {};
  for (const model of Object.values(mongoose.models))
    if (model.modelName !== "Migration") stored[model.modelName] = await model.find().sort({ _id: 1 }).lean();
  return stored;
}
