import type { IndexDefinition, IndexOptions } from "mongoose";
import { AuditEvent } from "./audit-event.ts";
import { AuditHead } from "./audit-head.ts";
import { Batch } from "./batch.ts";
import { DatabaseUnusable } from "./connection.ts";
import { CountedEvent } from "./counted-event.ts";
import { Counter } from "./counter.ts";
import { Draft } from "./draft.ts";
import { Group } from "./group.ts";
import { HomeTab } from "./home-tab.ts";
import { Invite } from "./invite.ts";
import { Job } from "./job.ts";
import { Lock } from "./lock.ts";
import { Migration } from "./migration.ts";
import { isCollectionMissing } from "./mongo-errors.ts";
import { TestMail } from "./test-mail.ts";
import { User } from "./user.ts";

const models = [
  AuditEvent,
  AuditHead,
  Batch,
  CountedEvent,
  Counter,
  Draft,
  Group,
  HomeTab,
  Invite,
  Job,
  Lock,
  Migration,
  TestMail,
  User,
];

/** Duplicates named at most, for each index; when they are gone, the next start names the others. */
const NAMED = 10;

type AnyModel = (typeof models)[number];

interface WantedIndex {
  model: AnyModel;
  name: string;
  keys: IndexDefinition;
  options: IndexOptions;
}

/** An index that the models ask for and the database lacks. */
export interface MissingIndex {
  collection: string;
  name: string;
  /** What makes a unique index impossible: values that several documents share, and how many do; up to 10 of them. */
  duplicates: string[];
}

/** Lists every index that the models ask for. */
export function wantedIndexes(): WantedIndex[] {
  return models.flatMap((model) =>
    model.schema
      .indexes()
      .map(([keys, options]) => ({ model, keys, options, name: options.name ?? usualName(keys) })),
  );
}

/** Names an index as MongoDB's drivers do. */
function usualName(keys: IndexDefinition): string {
  return Object.entries(keys).flat().join("_");
}

/** Lists the indexes that the database lacks, and whether the unique ones among them can be built. */
export async function missingIndexes(): Promise<MissingIndex[]> {
  const present = new Map<string, Set<string>>();
  const missing: MissingIndex[] = [];
  for (const index of wantedIndexes()) {
    const collection = index.model.collection.collectionName;
    const there = present.get(collection) ?? (await indexNames(index.model));
    present.set(collection, there);
    if (!there.has(index.name))
      missing.push({ collection, name: index.name, duplicates: await duplicates(index) });
  }
  return missing;
}

async function indexNames(model: AnyModel): Promise<Set<string>> {
  try {
    return new Set((await model.listIndexes()).map(({ name }) => String(name)));
  } catch (error) {
    if (isCollectionMissing(error)) return new Set();
    throw error;
  }
}

/** Lists what occurs more than once where a unique index allows it once: "eve@acme.io (2 times)". */
async function duplicates({ model, keys, options }: WantedIndex): Promise<string[]> {
  if (!options.unique) return [];
  const shared = await model.aggregate<{ _id: unknown[]; count: number }>([
    { $match: options.partialFilterExpression ?? {} },
    { $group: { _id: Object.keys(keys).map((path) => `$${path}`), count: { $sum: 1 } } },
    { $match: { count: { $gt: 1 } } },
    { $limit: NAMED },
  ]);
  return shared.map(({ _id, count }) => `${_id.join(" ")} (${count} times)`);
}

/**
 * Makes the collections and indexes of every model, where they are missing.
 *
 * @throws DatabaseUnusable when a unique one can't be made; names what occurs twice
 */
export async function ensureIndexes(): Promise<void> {
  for (const model of models) {
    await model.createCollection();
    try {
      await model.createIndexes();
    } catch (error) {
      throw (await impossibleIndex(model)) ?? error;
    }
  }
}

/** Explains what keeps a unique index of a model from being made; null when nothing does. */
async function impossibleIndex(model: AnyModel): Promise<DatabaseUnusable | null> {
  for (const index of wantedIndexes().filter((wanted) => wanted.model === model)) {
    const twice = await duplicates(index);
    if (twice.length === 0) continue;
    const fields = Object.keys(index.keys).join(" and ");
    return new DatabaseUnusable(
      `MongoDB can't make the unique index ${index.name}: in ${model.collection.collectionName}, ${fields} must differ, but these stand more than once: ${twice.join(", ")}. Remove all but one of each, and start again.`,
    );
  }
  return null;
}

/** Names the unique indexes that the database lacks: without them it can't keep what the models promise. */
export async function missingUniqueIndexes(): Promise<string[]> {
  const missing: string[] = [];
  for (const model of models) {
    const unique = wantedIndexes().filter((wanted) => wanted.model === model && wanted.options.unique);
    if (unique.length === 0) continue;
    const present = await indexNames(model);
    missing.push(...unique.map(({ name }) => name).filter((name) => !present.has(name)));
  }
  return missing;
}
