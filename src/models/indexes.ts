import mongoose, { type IndexDefinition } from "mongoose";
import { z } from "zod";
import { AccessRequest } from "./access-request.ts";
import { AuditArrivals } from "./audit-arrivals.ts";
import { AuditEvent } from "./audit-event.ts";
import { AuditHead } from "./audit-head.ts";
import { Batch } from "./batch.ts";
import { Client } from "./client.ts";
import { DatabaseUnusable } from "./connection.ts";
import { CountedEvent } from "./counted-event.ts";
import { Counter } from "./counter.ts";
import { Draft } from "./draft.ts";
import { Group } from "./group.ts";
import { HomeTab } from "./home-tab.ts";
import { IdempotencyRecord } from "./idempotency-record.ts";
import {
  type BuiltIndex,
  builtIndex,
  difference,
  harm,
  type IndexSpecification,
} from "./index-definition.ts";
import { Invite } from "./invite.ts";
import { Job } from "./job.ts";
import { LastUse } from "./last-use.ts";
import { Migration } from "./migration.ts";
import { isCollectionMissing, isIndexConflict } from "./mongo-errors.ts";
import { Pulse } from "./pulse.ts";
import { RequestWindow } from "./request-window.ts";
import { TestMail } from "./test-mail.ts";
import { User } from "./user.ts";
import { WebhookEndpoint } from "./webhook-endpoint.ts";

const models = [
  AccessRequest,
  AuditArrivals,
  AuditEvent,
  AuditHead,
  Batch,
  Client,
  CountedEvent,
  Counter,
  Draft,
  Group,
  HomeTab,
  IdempotencyRecord,
  Invite,
  Job,
  LastUse,
  Migration,
  Pulse,
  RequestWindow,
  TestMail,
  User,
  WebhookEndpoint,
];

/** Duplicates named at most, for each index; when they are gone, the next start names the others. */
const NAMED = 10;

type AnyModel = (typeof models)[number];

interface WantedIndex extends IndexSpecification {
  model: AnyModel;
}

/** An index that the models ask for, and that the database does not have as they do. */
export interface IndexFault {
  collection: string;
  name: string;
  /** Which index is in its place, and how to drop it, in sentences for the operator; null when nothing is there. */
  drop: string | null;
  /** What makes a unique index impossible: values that several documents share, and how many do; up to 10 of them. */
  duplicates: string[];
}

/** Lists every index that the models ask for. */
export function wantedIndexes(): WantedIndex[] {
  return models.flatMap(indexesOf);
}

function indexesOf(model: AnyModel): WantedIndex[] {
  return model.schema
    .indexes()
    .map(([keys, options]) => ({ model, keys, options, name: options.name ?? usualName(keys) }));
}

/** Names an index as MongoDB's drivers do. */
function usualName(keys: IndexDefinition): string {
  return Object.entries(keys).flat().join("_");
}

/** Lists the indexes that the database lacks or has otherwise, and whether the unique ones among them can be built. */
export async function indexFaults(): Promise<IndexFault[]> {
  return withDuplicates(faultsOf(wantedIndexes(), await readIndexes(models)));
}

/** Lists, in sentences for the operator, the indexes that no model asks for and that refuse or remove what the app writes. */
export async function addedIndexes(): Promise<string[]> {
  return addedAmong(await readIndexes(models));
}

/** Lists the unique indexes that the database lacks or has otherwise: without them it can't keep what the models promise. */
export async function uniqueIndexFaults(): Promise<IndexFault[]> {
  const unique = wantedIndexes().filter(({ options }) => options.unique);
  const built = await readIndexes(models.filter((model) => unique.some((index) => index.model === model)));
  return faultsOf(unique, built).map(({ fault }) => fault);
}

/** The indexes that are there, by collection. */
type Built = ReadonlyMap<AnyModel, readonly BuiltIndex[]>;

interface Found {
  index: WantedIndex;
  fault: IndexFault;
}

async function readIndexes(of: readonly AnyModel[]): Promise<Built> {
  const built = new Map<AnyModel, BuiltIndex[]>();
  for (const model of of) built.set(model, await builtIndexes(model));
  return built;
}

function faultsOf(indexes: readonly WantedIndex[], built: Built): Found[] {
  return indexes.flatMap((index) => {
    const fault = faultOf(index, built.get(index.model) ?? []);
    return fault ? [{ index, fault }] : [];
  });
}

function addedAmong(built: Built): string[] {
  return [...built].flatMap(([model, there]) => {
    const ours = indexesOf(model).map(({ name }) => name);
    const { collectionName } = model.collection;
    return there.flatMap((index) => {
      const does = ours.includes(index.name) ? null : harm(index);
      if (does === null) return [];
      return `The index ${index.name} of ${collectionName} is not the app's, and ${does}. Unless a newer version made it, drop it, in mongosh: db.${collectionName}.dropIndex(${JSON.stringify(index.name)}).`;
    });
  });
}

async function builtIndexes(model: AnyModel): Promise<BuiltIndex[]> {
  try {
    return builtIndex.array().parse(await model.listIndexes());
  } catch (error) {
    if (isCollectionMissing(error)) return [];
    throw error;
  }
}

function faultOf(index: WantedIndex, there: readonly BuiltIndex[]): IndexFault | null {
  const named = there.find(({ name }) => name === index.name);
  const because = named && difference(index, named);
  if (because === null) return null;
  // MongoDB builds no index twice, and searches ask for this one by its name.
  const inTheWay = named ?? there.find((each) => difference(index, each) === null);
  const collection = index.model.collection.collectionName;
  const is = because ? `is not what the app needs: ${because}` : `is in the way of ${index.name}`;
  const drop = inTheWay
    ? `The index ${inTheWay.name} of ${collection} ${is}. Drop it, in mongosh: db.${collection}.dropIndex(${JSON.stringify(inTheWay.name)}). The app builds the right one when it starts.`
    : null;
  return { collection, name: index.name, drop, duplicates: [] };
}

async function withDuplicates(found: readonly Found[]): Promise<IndexFault[]> {
  const faults: IndexFault[] = [];
  for (const { index, fault } of found) faults.push({ ...fault, duplicates: await duplicates(index) });
  return faults;
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
 * @returns which indexes others added that refuse or remove what the app writes, in sentences for the operator
 * @throws DatabaseUnusable when a collection is there in another form, when another index is in the way of one, naming each, or when a unique one can't be made,
 *   naming what occurs twice
 */
export async function ensureIndexes(): Promise<string[]> {
  const listed = listedCollection.array().parse(await mongoose.connection.listCollections());
  const faults = collectionFaults(listed);
  if (faults.length > 0) throw new DatabaseUnusable(faults.join("\n"));
  const isThere = ({ collection }: AnyModel) => listed.some(({ name }) => name === collection.collectionName);
  const built = await readIndexes(models.filter(isThere));
  const found = faultsOf(
    wantedIndexes().filter(({ model }) => isThere(model)),
    built,
  );
  const drops = found.flatMap(({ fault }) => fault.drop ?? []);
  if (drops.length > 0) throw new DatabaseUnusable(drops.join("\n"));
  for (const model of models) {
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

/** Builds indexes of one collection together: for each by itself MongoDB would halt the collection anew. */
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

/** Says which collections are there in another form than MongoDB's usual one: no index of ours would keep what it promises. */
function collectionFaults(listed: readonly z.output<typeof listedCollection>[]): string[] {
  const ours = models.map(({ collection }) => collection.collectionName);
  return listed.flatMap(({ name, type, options }) => {
    const form = type !== "collection" ? `a ${type}` : options.capped ? "capped" : null;
    const because = form ?? (options.collation ? "made with a collation, which its indexes take over" : null);
    if (!ours.includes(name) || because === null) return [];
    return `The collection ${name} is not what the app needs: it is ${because}. Rename it, in mongosh: db.${name}.renameCollection("${name}_old"). The app makes the right one when it starts; copy what was in the old one into it.`;
  });
}

/** Explains what keeps an index of a model from being made; null when it was something else. */
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
