import { isDuplicate } from "../models/mongo-errors.ts";
import { InvalidFields } from "./errors.ts";

/** Writes something whose name is unique. @throws InvalidFields (`name`) when the name is taken */
export async function refuseTakenName<T>(what: "client" | "group", write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new InvalidFields({
      name: `Another ${what} has this name (capitals and accents make no difference). Choose another.`,
    });
  }
}
