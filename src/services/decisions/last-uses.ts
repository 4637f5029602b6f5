import { Types } from "mongoose";
import { LastUse } from "../../models/last-use.ts";
import { DAY_MS } from "../durations.ts";
import type { FollowedAccess } from "./follow-access.ts";

const EVERY_MS = 1_000;
/** Keeps the cost to other work low while a day's first uses are recorded. */
const WRITTEN_AT_ONCE = 500;
/** The most that waits to be written; anything beyond is recorded at its next use. */
const MAX_WAITING = 50_000;
/** Recently recorded uses, for users not held in memory. */
const MAX_REMEMBERED = 10_000;

/** Records by day when someone last used what a group gives: written after the answers, once a day for each. */
export class LastUses {
  readonly #access: Pick<FollowedAccess, "noteUse">;
  readonly #onFault: (error: unknown) => void;
  /** By user, the day of each group. */
  readonly #waiting = new Map<string, Record<string, string>>();
  readonly #remembered = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(access: Pick<FollowedAccess, "noteUse">, onFault: (error: unknown) => void) {
    this.#access = access;
    this.#onFault = onFault;
  }

  /** @param now milliseconds of database time */
  note(userId: string, groupId: string, now: number): void {
    if (this.#waiting.size >= MAX_WAITING) return;
    const day = Math.floor(now / DAY_MS);
    const isNew = this.#access.noteUse(userId, groupId, day) ?? this.#remember(`${userId} ${groupId} ${day}`);
    if (!isNew) return;
    const days = this.#waiting.get(userId) ?? {};
    days[groupId] = new Date(day * DAY_MS).toISOString().slice(0, "2026-03-03".length);
    this.#waiting.set(userId, days);
    this.#timer ??= setTimeout(() => this.#writeSome(), EVERY_MS);
  }

  /** Writes everything waiting. */
  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    await this.#writing;
    while (this.#waiting.size > 0) {
      const before = this.#waiting.size;
      await this.#write();
      if (this.#waiting.size === before) return;
    }
  }

  #remember(use: string): boolean {
    if (this.#remembered.has(use)) return false;
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.add(use);
    return true;
  }

  #writeSome(): void {
    this.#writing = this.#write().finally(() => {
      this.#timer = this.#waiting.size > 0 ? setTimeout(() => this.#writeSome(), EVERY_MS) : null;
    });
  }

  async #write(): Promise<void> {
    const some: [string, Record<string, string>][] = [];
    for (const each of this.#waiting) {
      if (some.push(each) >= WRITTEN_AT_ONCE) break;
    }
    for (const [userId] of some) this.#waiting.delete(userId);
    try {
      // Not through Mongoose, which would take longer to check them than MongoDB to write them.
      await LastUse.collection.bulkWrite(
        some.map(([userId, days]) => ({
          updateOne: {
            filter: { _id: new Types.ObjectId(userId) },
            update: {
              $max: Object.fromEntries(Object.entries(days).map(([id, day]) => [`days.${id}`, day])),
            },
            upsert: true,
          },
        })),
        { ordered: false, writeConcern: { w: 1 } },
      );
    } catch (error) {
      this.#onFault(error);
      for (const [userId, days] of some) this.#waiting.set(userId, { ...days, ...this.#waiting.get(userId) });
    }
  }
}
