import { Counter } from "../../models/counter.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { DAY_MS } from "../durations.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { endpointsToldOf, enqueueWebhooks, message } from "./messages.ts";
import { sealedBody } from "./payload.ts";

/**
 * Sends the state of the audit log's seal to the endpoints that ask for it, once a UTC day, from whichever process is
 * first. Someone who can alter the database can't alter what is stored there.
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
    // Another process announced it, or this one before a restart.
    if (!isDuplicate(error)) throw error;
  }
}
