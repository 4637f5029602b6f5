import { EventEmitter } from "node:events";
import type { Schema } from "mongoose";

/** Emits `write` after each write of this process to who somebody is, what they are in, and what that gives. */
export const accessWrites = new EventEmitter<{ write: [] }>();

/** Announces every write that goes through a schema. */
export function announceWrites<Document>(schema: Schema<Document>): void {
  const announce = () => {
    accessWrites.emit("write");
  };
  schema.post("save", announce);
  schema.post("insertMany", announce);
  schema.post("bulkWrite", announce);
  schema.post("updateOne", announce);
  schema.post("updateMany", announce);
  schema.post("replaceOne", announce);
  schema.post("findOneAndUpdate", announce);
  schema.post("findOneAndReplace", announce);
  schema.post("findOneAndDelete", announce);
  schema.post("deleteOne", announce);
  schema.post("deleteMany", announce);
}
