import mongoose from "mongoose";
import * as z from "zod";
import { DatabaseUnusable } from "./connection.ts";
import { type AnyModel, everyModel } from "./every-model.ts";
import {
  addedAmong,
  duplicates,
  faultsOf,
  indexesOf,
  readIndexes,
  type WantedIndex,
  wantedIndexes,
} from "./index-faults.ts";
import { isIndexConflict } from "./mongo-errors.ts";

/**
 * Creates any missing collections and indexes of every model.
 *
 * @returns the indexes added by others that refuse or remove what the app writes, in sentences for the operator
 * @throws DatabaseUnusable when a collection is there in another form, when another index is in the way of one, naming
 * each, or when a unique one can't be made,
 *   naming what occurs twice
 */
export async function ensureIndexes(): Promise<string[]> {
  const listed = listedCollection.array().parse(await mongoose.connection.listCollections());
  const faults = collectionFaults(listed);
  if (faults.length > 0) throw new DatabaseUnusable(faults.join("\n"));
  const isThere = ({ collection }: AnyModel) => listed.some(({ name }) => name === collection.collectionName);
  const built = await readIndexes(everyModel.filter(isThere));
  const found = faultsOf(
    wantedIndexes().filter(({ model }) => isThere(model)),
    built,
  );
  const drops = found.flatMap(({ fault }) => fault.drop ?? []);
  if (drops.length > 0) throw new DatabaseUnusable(drops.join("\n"));
  for (const model of everyModel) {
    if (isThere(model))
      await buildIndexes(
        model,
        found.flatMap(({ index }) => (index.model === model ? index : [])),
      );
    else {
      await model.createCollection();
      await buildIndexes(model, indexesOf(model));
    }
  }
  return addedAmong(built);
}

/** Builds a collection's indexes together: built one at a time, each would block the collection again. */
async function buildIndexes(model: AnyModel, missing: readonly WantedIndex[]): Promise<void> {
  if (missing.length === 0) return;
  try {
    await model.db.db?.command({
      createIndexes: model.collection.collectionName,
      indexes: missing.map(({ name, keys, options }) => ({ ...options, key: keys, name })),
    });
  } catch (error) {
    throw (await impossibleIndex(model, error)) ?? error;
  }
}

const listedCollection = z.looseObject({
  name: z.string(),
  type: z.string().default("collection"),
  options: z.looseObject({ collation: z.unknown().optional(), capped: z.unknown().optional() }).default({}),
});

/** Lists the collections that aren't in MongoDB's usual form: indexes on them couldn't keep what they promise. */
function collectionFaults(listed: readonly z.output<typeof listedCollection>[]): string[] {
  const ours = everyModel.map(({ collection }) => collection.collectionName);
  return listed.flatMap(({ name, type, options }) => {
    const form = type !== "collection" ? `a ${type}` : options.capped ? "capped" : null;
    const because = form ?? (options.collation ? "made with a collation, which its indexes take over" : null);
    if (!ours.includes(name) || because === null) return [];
    return `The collection ${name} is not what the app needs: it is ${because}. Rename it, in mongosh: db.${name}.renameCollection("${name}_old"). The app makes the right one when it starts; copy what was in the old one into it.`;
  });
}

/** Explains what keeps a model's index from being created; null when it was something else. */
async function impossibleIndex(model: AnyModel, error: unknown): Promise<DatabaseUnusable | null> {
  if (isIndexConflict(error))
    return new DatabaseUnusable(
      `MongoDB can't make the indexes of ${model.collection.collectionName}: ${error.message} Drop the index that it names, and start again.`,
    );
  for (const index of indexesOf(model)) {
    const twice = await duplicates(index);
    if (twice.length === 0) continue;
    const fields = Object.keys(index.keys).join(" and ");
    return new DatabaseUnusable(
      `MongoDB can't make the unique index ${index.name}: in ${model.collection.collectionName}, ${fields} must differ, but these stand more than once: ${twice.join(", ")}. Remove all but one of each, and start again.`,
    );
  }
  return null;
}
