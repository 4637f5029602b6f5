import { randomUUID } from "node:crypto";
import { trusted } from "mongoose";
import { type MigrationDocument, Migration as State } from "../../models/migration.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import type { Migration } from "./migrations/migration.ts";

/** How many documents one batch looks at. */
const BATCH = 500;
const LEASE_MS = 30_000;

/** When the last walk that found nothing to migrate began; null if none did, or one has found something since. */
export async function doneSince({ id }: Migration): Promise<Date | null> {
  const state = await State.findById(id, { doneAt: 1 }).lean();
  return state?.doneAt ?? null;
}

/** Records that nothing was left to migrate at a moment, where a walk has already found so. */
export async function stillDone({ id }: Migration, at: Date): Promise<void> {
  await State.updateOne({ _id: id, doneAt: { $exists: true } }, { $max: { doneAt: at } });
}

/**
 * Claims a migration for this process, in one conditional write in database time: begins a walk, or continues
 * one that another process left or crashed during.
 *
 * @returns null while another process holds it
 */
export async function takeWalk(
  migration: Migration,
  batch = BATCH,
  leaseMs = LEASE_MS,
): Promise<Walk | null> {
  const { id } = migration;
  const lease = randomUUID();
  await createState(id);
  const state = await State.findOneAndUpdate(
    trusted({ _id: id, $expr: { $not: [{ $gt: ["$leaseExpiresAt", "$$NOW"] }] } }),
    [{ $set: { lease, leaseExpiresAt: until(leaseMs), beganAt: { $ifNull: ["$beganAt", "$$NOW"] } } }],
    { returnDocument: "after", updatePipeline: true },
  ).lean();
  return state && new Walk(migration, { lease, leaseMs, batch }, state);
}

/** One walk over a migration's documents, held by this process until its lease ends or it lets go. */
export class Walk {
  /** How many documents it has passed and how many had the old form, including those of whoever began it. */
  passed: number;
  found: number;
  #position: unknown;

  constructor(
    readonly migration: Migration,
    readonly hold: { lease: string; leaseMs: number; batch: number },
    { position, passed, found }: MigrationDocument,
  ) {
    this.#position = position;
    this.passed = passed;
    this.found = found;
  }

  /** Migrates the next batch. `lost` when the lease ended first: another process continues from there. */
  async next(): Promise<"more" | "end" | "lost"> {
    const batch = await this.migration.migrateAfter(this.#position, this.hold.batch);
    if (!batch) return (await this.#write(...ended(this.found))) ? "end" : "lost";
    this.#position = batch.position;
    this.passed += batch.passed;
    this.found += batch.found;
    const { passed, found } = this;
    const leaseExpiresAt = until(this.hold.leaseMs);
    const written = await this.#write(
      { $set: { position: { $literal: batch.position }, passed, found, leaseExpiresAt } },
      ...(found > 0 ? [{ $unset: "doneAt" }] : []),
    );
    return written ? "more" : "lost";
  }

  /** Lets go. The next process to claim it continues from here. */
  async release(): Promise<void> {
    await this.#write({ $unset: ["lease", "leaseExpiresAt"] });
  }

  /** Writes to the state while this process holds it. */
  async #write(...stages: Stage[]): Promise<boolean> {
    const mine = { _id: this.migration.id, lease: this.hold.lease };
    return (await State.updateOne(mine, stages, { updatePipeline: true })).matchedCount > 0;
  }
}

type Stage = { $set: Record<string, unknown> } | { $unset: string | string[] };

const until = (leaseMs: number) => ({ $add: ["$$NOW", leaseMs] });

/** At the end of a walk: only a walk that found nothing shows that nothing is left. */
const ended = (found: number): Stage[] => [
  { $set: { passed: 0, found: 0, ...(found === 0 && { doneAt: "$beganAt" }) } },
  { $unset: ["beganAt", "position", "lease", "leaseExpiresAt"] },
];

async function createState(id: string): Promise<void> {
  try {
    await State.updateOne({ _id: id }, { $setOnInsert: { passed: 0, found: 0 } }, { upsert: true });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}
