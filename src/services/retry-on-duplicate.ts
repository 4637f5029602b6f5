import { isDuplicate } from "../models/mongo-errors.ts";

const RETRIES = 5;

/** Runs a change again, from the new state, when somebody else invited one of its addresses at the same moment. */
export async function retryOnDuplicate<T>(write: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isDuplicate(error) || retries === RETRIES) throw error;
    }
  }
}
