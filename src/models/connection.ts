import mongoose, { type Model } from "mongoose";

mongoose.set("strictQuery", "throw");
mongoose.set("transactionAsyncLocalStorage", true);
mongoose.set("autoCreate", false);

/** So many duplicates are named; when they are gone, the next start names the others. */
const MOST_NAMED = 10;

/** Why the database can't be used; the message is a sentence for the operator and names no password. */
export class DatabaseUnusable extends Error {
  override readonly name = "DatabaseUnusable";
}

/**
 * Connects to the replica set. Everything that is written is acknowledged by a majority.
 *
 * @throws DatabaseUnusable when no server answers within 5 s, or it is not a replica set
 */
export async function connect(uri: string): Promise<void> {
  try {
    await mongoose.connect(uri, {
      serverSelectionTimeoutMS: 5_000,
      socketTimeoutMS: 30_000,
      writeConcern: { w: "majority" },
      retryWrites: true,
    });
  } catch (error) {
    await mongoose.disconnect();
    throw new DatabaseUnusable(
      isLoginRefused(error)
        ? "MongoDB refuses the user or password in MONGODB_URI. Check both, and the authSource that the user belongs to."
        : `No MongoDB answered at MONGODB_URI within 5 seconds (${faultOf(error)}). Check the address, that the server runs, and that this machine may reach it.`,
    );
  }
  const hello = await mongoose.connection.db?.command({ hello: 1 });
  if (!hello?.setName && hello?.msg !== "isdbgrid") {
    await mongoose.disconnect();
    throw new DatabaseUnusable(
      "The MongoDB at MONGODB_URI is a standalone server. Invites need transactions: make it a replica set (one member will do): start mongod with --replSet rs0, then run rs.initiate().",
    );
  }
}

const AUTHENTICATION_FAILED = 18;

function isLoginRefused(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === AUTHENTICATION_FAILED;
}

function faultOf(error: unknown): string {
  return error instanceof Error ? error.name.replace(/^Mongoose?|^Mongo/, "") : "unknown";
}

/** Lets go of the database. */
export async function disconnect(): Promise<void> {
  await mongoose.disconnect();
}

/**
 * Makes the collections and indexes of every model, where they are missing.
 *
 * @throws DatabaseUnusable when a unique one can't be made; names what stands twice
 */
export async function ensureIndexes(): Promise<void> {
  for (const model of Object.values(mongoose.models)) {
    await model.createCollection();
    try {
      await model.createIndexes();
    } catch (error) {
      const duplicates = await duplicatesIn(model);
      throw duplicates ? new DatabaseUnusable(duplicates) : error;
    }
  }
}

/** What keeps a unique index from being made, in a sentence; null when nothing does. */
async function duplicatesIn(model: Model<unknown>): Promise<string | null> {
  for (const [fields, { unique, name, partialFilterExpression = {} }] of model.schema.indexes()) {
    if (!unique) continue;
    const paths = Object.keys(fields);
    const twice = await model.collection
      .aggregate<{ _id: unknown[]; count: number }>([
        { $match: partialFilterExpression },
        { $group: { _id: paths.map((path) => `$${path}`), count: { $sum: 1 } } },
        { $match: { count: { $gt: 1 } } },
        { $limit: MOST_NAMED },
      ])
      .toArray();
    if (twice.length === 0) continue;
    const named = twice.map(({ _id, count }) => `${_id.join(" ")} (${count} times)`).join(", ");
    return `MongoDB can't make the unique index ${name}: in ${model.collection.name}, ${paths.join(" and ")} must differ, but these stand more than once: ${named}. Remove all but one of each, and start again.`;
  }
  return null;
}

/** Names of the unique indexes that the database lacks: without them it can't keep what the models promise. */
export async function missingUniqueIndexes(): Promise<string[]> {
  const missing: string[] = [];
  for (const model of Object.values(mongoose.models)) {
    const unique = model.schema.indexes().flatMap(([, { unique, name }]) => (unique && name ? [name] : []));
    if (unique.length === 0) continue;
    const present = new Set((await model.listIndexes()).map(({ name }) => name));
    missing.push(...unique.filter((name) => !present.has(name)));
  }
  return missing;
}
