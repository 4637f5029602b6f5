import type { IndexDefinition } from "mongoose";
import { type AnyModel, everyModel } from "./every-model.ts";
import {
  type BuiltIndex,
  builtIndex,
  difference,
  harm,
  type IndexSpecification,
} from "./index-definition.ts";
import { isCollectionMissing } from "./mongo-errors.ts";

/** The most duplicates named per index; once those are gone, the next start names the rest. */
const NAMED = 10;

export interface WantedIndex extends IndexSpecification {
  model: AnyModel;
}

/** An index that the models define and the database lacks or defines differently. */
export interface IndexFault {
  collection: string;
  name: string;
  /** Which index is in its place, and how to drop it, in sentences for the operator; null when there is none. */
  drop: string | null;
  /** What makes a unique index impossible: values shared by several documents, with counts; up to 10 of them. */
  duplicates: string[];
}

/** Lists every index the models define. */
export function wantedIndexes(): WantedIndex[] {
  return everyModel.flatMap(indexesOf);
}

export function indexesOf(model: AnyModel): WantedIndex[] {
  return model.schema
    .indexes()
    .map(([keys, options]) => ({ model, keys, options, name: options.name ?? usualName(keys) }));
}

/** Names an index as MongoDB's drivers do. */
function usualName(keys: IndexDefinition): string {
  return Object.entries(keys).flat().join("_");
}

/** Lists the indexes that the database lacks or defines differently, and whether the unique ones can be built. */
export async function indexFaults(): Promise<IndexFault[]> {
  return withDuplicates(faultsOf(wantedIndexes(), await readIndexes(everyModel)));
}

/** Lists, in sentences for the operator, indexes that no model defines and that refuse or remove the app's writes. */
export async function addedIndexes(): Promise<string[]> {
  return addedAmong(await readIndexes(everyModel));
}

/** Lists the unique indexes the database lacks or defines differently: the models' promises depend on them. */
export async function uniqueIndexFaults(): Promise<IndexFault[]> {
  const unique = wantedIndexes().filter(({ options }) => options.unique);
  const built = await readIndexes(
    everyModel.filter((model) => unique.some((index) => index.model === model)),
  );
  return faultsOf(unique, built).map(({ fault }) => fault);
}

/** The existing indexes, by collection. */
type Built = ReadonlyMap<AnyModel, readonly BuiltIndex[]>;

interface Found {
  index: WantedIndex;
  fault: IndexFault;
}

export async function readIndexes(of: readonly AnyModel[]): Promise<Built> {
  const built = new Map<AnyModel, BuiltIndex[]>();
  for (const model of of) built.set(model, await builtIndexes(model));
  return built;
}

export function faultsOf(indexes: readonly WantedIndex[], built: Built): Found[] {
  return indexes.flatMap((index) => {
    const fault = faultOf(index, built.get(index.model) ?? []);
    return fault ? [{ index, fault }] : [];
  });
}

export function addedAmong(built: Built): string[] {
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
  // MongoDB never builds the same index twice, and searches ask for this one by name.
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

/** Lists values that occur more than once where a unique index allows one: "eve@acme.io (2 times)". */
export async function duplicates({ model, keys, options }: WantedIndex): Promise<string[]> {
  if (!options.unique) return [];
  const shared = await model.aggregate<{ _id: unknown[]; count: number }>([
    { $match: options.partialFilterExpression ?? {} },
    { $group: { _id: Object.keys(keys).map((path) => `$${path}`), count: { $sum: 1 } } },
    { $match: { count: { $gt: 1 } } },
    { $limit: NAMED },
  ]);
  return shared.map(({ _id, count }) => `${_id.join(" ")} (${count} times)`);
}
