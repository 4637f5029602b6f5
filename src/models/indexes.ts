import mongoose, { type IndexDefinition, type IndexOptions } from "mongoose";
import { AuditEvent } from "./audit-event.ts";
import { AuditHead } from "./audit-head.ts";
import { Batch } from "./batch.ts";
import { CountedEvent } from "./counted-event.ts";
import { Counter } from "./counter.ts";
import { Draft } from "./draft.ts";
import { Group } from "./group.ts";
import { HomeTab } from "./home-tab.ts";
import { Invite } from "./invite.ts";
import { OutboxMessage } from "./outbox-message.ts";
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
  OutboxMessage,
  TestMail,
  User,
];

/** Duplicates named at most, for each index. */
const NAMED = 5;
const NAMESPACE_NOT_FOUND = 26;

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
  /** What makes a unique index impossible: values that several documents share, up to five of them. */
  duplicates: string[];
}

/** Every index that the models ask for. */
export function wantedIndexes(): WantedIndex[] {
  return models.flatMap((model) =>
    model.schema
      .indexes()
      .map(([keys, options]) => ({ model, keys, options, name: options.name ?? usualName(keys) })),
  );
}

/** The name that MongoDB's drivers give an index. */
function usualName(keys: IndexDefinition): string {
  return Object.entries(keys).flat().join("_");
}

/** The indexes that the database lacks, and whether the unique ones among them can be built. */
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
    const isEmpty = error instanceof mongoose.mongo.MongoServerError && error.code === NAMESPACE_NOT_FOUND;
    if (isEmpty) return new Set();
    throw error;
  }
}

async function duplicates({ model, keys, options }: WantedIndex): Promise<string[]> {
  if (!options.unique) return [];
  const shared = await model.aggregate<{ _id: unknown }>([
    { $match: options.partialFilterExpression ?? {} },
    { $group: { _id: Object.fromEntries(fieldsOf(keys)), count: { $sum: 1 } } },
    { $match: { count: { $gt: 1 } } },
    { $limit: NAMED },
  ]);
  return shared.map(({ _id }) => JSON.stringify(_id));
}

/** A group's `_id` may have no dots in its keys. */
function fieldsOf(keys: IndexDefinition): [string, string][] {
  return Object.keys(keys).map((path) => [path.replaceAll(".", "_"), `$${path}`]);
}
