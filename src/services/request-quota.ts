import { RequestWindow, type RequestWindowDocument } from "../models/request-window.ts";

export const QUOTA_WINDOW_S = 60;
/** The share of a minute's requests that a process takes in advance. */
const SHARE = 1 / 20;

/** What a request leaves of its client's minute. */
export interface QuotaState {
  allowed: boolean;
  remaining: number;
  /** Until the minute ends. */
  resetMs: number;
}

/** Counts one request of a client. */
export type CountRequest = (clientId: string) => Promise<QuotaState>;

/** What this process holds of a client's minute. */
interface Held {
  left: number;
  /** What no process had taken when this one last took a share. */
  untaken: number;
  /** By `performance.now()`. */
  endsAt: number;
  taking?: Promise<void> | undefined;
}

/**
 * Counts each client's requests per minute, across processes. Each process takes shares of the limit in advance, so
 * that one write serves many requests. What a process took and didn't use is lost to the others until the minute ends:
 * the limit is reached early, never late.
 */
export function requestQuota(perMinute: number): CountRequest {
  const clients = new Map<string, Held>();
  const share = Math.max(1, Math.floor(perMinute * SHARE));

  async function take(clientId: string, held: Held): Promise<void> {
    const { granted, taken, leftMs } = await takeShare(clientId, share, perMinute);
    held.left = granted;
    held.untaken = perMinute - taken;
    held.endsAt = performance.now() + leftMs;
    for (const [id, { endsAt, taking }] of clients)
      if (endsAt <= performance.now() && !taking) clients.delete(id);
    clients.set(clientId, held);
  }

  return async (clientId) => {
    const held = clients.get(clientId) ?? { left: 0, untaken: perMinute, endsAt: 0 };
    clients.set(clientId, held);
    for (;;) {
      const resetMs = held.endsAt - performance.now();
      if (resetMs > 0 && held.left > 0) {
        held.left -= 1;
        return { allowed: true, remaining: held.left + held.untaken, resetMs };
      }
      if (resetMs > 0 && held.untaken === 0) return { allowed: false, remaining: 0, resetMs };
      held.taking ??= take(clientId, held).finally(() => {
        held.taking = undefined;
      });
      await held.taking;
    }
  };
}

/** Takes a share of a client's minute, which begins with the first request after the previous minute ended. */
async function takeShare(clientId: string, share: number, perMinute: number): Promise<RequestWindowDocument> {
  const isOver = { $lte: [{ $ifNull: ["$expiresAt", new Date(0)] }, "$$NOW"] };
  const end = { $cond: [isOver, { $add: ["$$NOW", QUOTA_WINDOW_S * 1000] }, "$expiresAt"] };
  const window = await RequestWindow.findOneAndUpdate(
    { _id: clientId },
    [
      { $set: { taken: { $cond: [isOver, 0, "$taken"] }, expiresAt: end } },
      { $set: { granted: { $max: [0, { $min: [share, { $subtract: [perMinute, "$taken"] }] }] } } },
      {
        $set: {
          taken: { $add: ["$taken", "$granted"] },
          leftMs: { $subtract: ["$expiresAt", "$$NOW"] },
        },
      },
    ],
    { upsert: true, returnDocument: "after", updatePipeline: true },
  ).lean();
  return window;
}
