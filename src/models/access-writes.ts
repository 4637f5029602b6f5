import { EventEmitter } from "node:events";
import type { Schema } from "mongoose";

/** Emits `write` after this process writes anything about who someone is, their groups, or what those give. */
export const accessWrites = new EventEmitter<{ write: [] }>();

/** Announces every write made through a schema. */
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
