import { readFileSync } from "node:fs";
import mongoose from "mongoose";
import * as z from "zod";

/** The content of `auditevents` and `auditheads` from 0.1.0: three sealed events, one unsealed, and the end. */
const collections = z.record(z.string(), z.array(z.looseObject({})));

/** The key that sealed it. */
export const oldLogKey = Buffer.alloc(32, 7);

/** Writes the log as versions before audit:begin wrote it. */
export async function writeOldLog(): Promise<void> {
  const text = readFileSync(new URL("old-log.json", import.meta.url), "utf8");
  const log = collections.parse(mongoose.mongo.BSON.EJSON.parse(text, { relaxed: false }));
  for (const [name, documents] of Object.entries(log))
    await mongoose.connection.collection(name).insertMany(documents);
}
