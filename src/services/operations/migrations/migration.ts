import mongoose, { type mongo } from "mongoose";
import type * as z from "zod";
import { takenValues } from "../../../models/mongo-errors.ts";

/** Data that older versions stored in another form, and how it is rewritten, in batches, while both forms are read. */
export interface Migration {
  /** A number and a name, such as `001-pause-codes`. The database stores it, so it never changes. */
  id: string;
  /** What it does, for the operator: *Writes why rights are paused as a code*. */
  title: string;
  /** Roughly how many documents there are to look at. */
  total(): Promise<number>;
  /** Whether any document has the old form. It may read all of them. */
  isPending(): Promise<boolean>;
  /** Rewrites the next documents in the old form after a position; null at the end. */
  migrateAfter(position: unknown, most: number): Promise<Batch | null>;
  /** The names of some documents left in the old form because another has the new value. May read all of them. */
  left(): Promise<string[]>;
}

interface Batch {
  /** The last document of the batch: where the next one begins. */
  position: unknown;
  passed: number;
  /** How many had the old form and could be rewritten; one that was written to meanwhile may still have it. */
  found: number;
}

interface Rewriting<Shape extends z.ZodType> {
  id: string;
  title: string;
  collection: string;
  /** Matches the documents that have the old form, and no others. */
  pending: Record<string, unknown>;
  /** The fields needed from a matching document. It names no model, because models change and migrations don't. */
  shape: Shape;
  /**
   * The new values, by path; none for a document to leave as is. A path whose value changes before the write is left
   * to the next walk.
   */
  rewrite(document: z.output<Shape>): Record<string, unknown>;
  /** If a new value may belong to another document: this one's name. It is then left as is, with all its values. */
  unique?: (document: z.output<Shape>) => string;
}

/** How many of the documents left as they are get named. */
const NAMED = 10;

/** Creates a migration that rewrites fields of documents one by one. Running it again changes nothing. */
export function rewriting<Shape extends z.ZodType>(given: Rewriting<Shape>): Migration {
  const { id, title, pending } = given;
  const documents = () => mongoose.connection.collection(given.collection);
  return {
    id,
    title,
    total: () => documents().estimatedDocumentCount(),
    isPending: async () => (await documents().findOne(pending, { projection: { _id: 1 } })) !== null,
    async migrateAfter(position, most) {
      const next = await documentsAfter(documents(), pending, position, most);
      if (!next) return null;
      const writes = next.old.flatMap((document) => writeOf(document, given));
      const taken = writes.length > 0 ? await write(documents(), writes) : 0;
      return { position: next.position, passed: next.passed, found: writes.length - taken };
    },
    async left() {
      const { unique, shape, rewrite } = given;
      if (!unique) return [];
      const old = await documents().find(pending).limit(NAMED).toArray();
      return old.flatMap((document) => {
        const read = shape.safeParse(document);
        return read.success && Object.keys(rewrite(read.data)).length > 0 ? unique(read.data) : [];
      });
    },
  };
}

/** Reads which of the next documents after a position have the old form; null at the end. */
export async function documentsAfter(
  documents: mongo.Collection,
  pending: Record<string, unknown>,
  position: unknown,
  most: number,
): Promise<{ old: mongo.BSON.Document[]; position: unknown; passed: number } | null> {
  const after: Record<string, unknown> = position === undefined ? {} : { _id: { $gt: position } };
  const ids = await documents
    .find(after, { projection: { _id: 1 } })
    .sort({ _id: 1 })
    .limit(most)
    .toArray();
  const last = ids.at(-1)?._id;
  if (last === undefined) return null;
  const old = await documents.find({ $and: [after, { _id: { $lte: last } }, pending] }).toArray();
  return { old, position: last, passed: ids.length };
}

/** @returns how many were not written, because another document already has the value */
async function write(
  documents: mongo.Collection,
  writes: mongo.AnyBulkWriteOperation<mongo.BSON.Document>[],
): Promise<number> {
  try {
    await documents.bulkWrite(writes, { ordered: false });
    return 0;
  } catch (error) {
    const taken = takenValues(error);
    if (taken === 0) throw error;
    return taken;
  }
}

/** Anything else in a document beyond the shape wasn't written by us, and stays. */
function writeOf<Shape extends z.ZodType>(
  document: mongo.BSON.Document,
  { shape, rewrite }: Rewriting<Shape>,
) {
  const read = shape.safeParse(document);
  if (!read.success) return [];
  const values = rewrite(read.data);
  if (Object.keys(values).length === 0) return [];
  const before = Object.fromEntries(Object.keys(values).map((path) => [path, valueAt(document, path)]));
  return [{ updateOne: { filter: { ...before, _id: document._id }, update: { $set: values } } }];
}

function valueAt(document: mongo.BSON.Document, path: string): unknown {
  return path.split(".").reduce((value, key) => value?.[key], document);
}
