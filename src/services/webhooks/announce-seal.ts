import { Counter } from "../../models/counter.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { DAY_MS } from "../durations.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { endpointsToldOf, enqueueWebhooks, message } from "./messages.ts";
import { sealedBody } from "./payload.ts";

/**
 * Tells the endpoints that ask for it where the audit log's seal stands, once a UTC day, whichever process is first: what is kept
 * there nobody can alter with the database.
 */
export async function announceSeal(sealed: number, lastSeal: string): Promise<void> {
  const now = await databaseTime();
  const endpoints = await endpointsToldOf("audit.sealed", now);
  if (endpoints.length === 0) return;
  try {
    await inTransaction(async () => {
      const _id = `audit.sealed:${now.toISOString().slice(0, 10)}`;
      const expiresAt = new Date(now.getTime() + 2 * DAY_MS);
      await Counter.insertMany([{ _id, count: endpoints.length, expiresAt }], { lean: true });
      const body = sealedBody(now, sealed, lastSeal);
      await enqueueWebhooks(now, ...endpoints.map((each) => message(each._id, "audit.sealed", body, now)));
    });
  } catch (error) {
    // Another process did, or this one before it was restarted.
    if (!isDuplicate(error)) throw error;
  }
}
