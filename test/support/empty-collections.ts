import mongoose from "mongoose";
import { Group } from "../../src/models/group.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";

/** Empties every collection of the connected database, except for the built-in groups. */
export async function emptyCollections(): Promise<void> {
  await Promise.all((await filled()).map((name) => mongoose.connection.collection(name).deleteMany()));
  await seedGroups();
}

/** Lists the collections that aren't empty, in one query: emptying each regardless takes many. */
async function filled(): Promise<string[]> {
  const isFilled = (name: string) => [{ $limit: 1 }, { $project: { _id: { $literal: name } } }];
  const rows = await Group.aggregate<{ _id: string }>([
    { $match: { _id: null } },
    ...Object.values(mongoose.models).map(({ collection: { collectionName: coll } }) => ({
      $unionWith: { coll, pipeline: isFilled(coll) },
    })),
  ]);
  return rows.map(({ _id }) => _id);
}
