import { setTimeout as after } from "node:timers/promises";
import type { Logger } from "pino";
import { isAway } from "../models/mongo-errors.ts";
import type { Migration } from "../services/operations/migrations/migration.ts";
import { doneSince, stillDone, takeWalk, type Walk } from "../services/operations/walk-migration.ts";
import { databaseTime } from "../services/transaction.ts";

/** How often migrations look and report, in milliseconds. */
export interface Pace {
  /** Between walks, and until asking again who holds one. */
  restMs: number;
  /** Between two log lines. */
  tellMs: number;
  /** After a fault. */
  retryMs: number;
  /** From the start to the second look for what older versions wrote since: by then they are stopped. */
  againMs: number;
}

const usualPace: Pace = { restMs: 1_000, tellMs: 2_000, retryMs: 30_000, againMs: 60 * 60_000 };

/**
 * Runs the migrations one after the other, beside everything else: at the start, and once more an hour later. Among
 * several processes, one walks over the documents, and the others see that it did.
 */
export function startMigrations(
  migrations: readonly Migration[],
  log: Logger,
  pace: Pace = usualPace,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = (ms: number) => after(ms, undefined, { signal }).catch(() => undefined);

  const runAll = async () => {
    const since = await patiently(databaseTime);
    for (const migration of migrations)
      await patiently(() => (since ? finish(migration, since) : Promise.resolve()), migration.id);
  };

  /** Tries until it works or the process stops. */
  async function patiently<T>(work: () => Promise<T>, migration?: string): Promise<T | undefined> {
    while (!signal.aborted) {
      try {
        return await work();
      } catch (error) {
        const about = { migration, err: error };
        if (isAway(error)) log.warn(about, "the database went away during a migration; will retry");
        else log.error(about, "a migration failed; will retry");
        await rest(pace.retryMs);
      }
    }
    return undefined;
  }

  /**
   * Walks until a walk that began after the given moment has found nothing. If an earlier one has, a single query tells
   * whether anything has come since, so the documents aren't walked over again at each start.
   */
  async function finish(migration: Migration, since: Date): Promise<void> {
    let changed = 0;
    while (!signal.aborted) {
      const done = await doneSince(migration);
      if (done && done >= since) break;
      if (done && !(await migration.isPending())) {
        await stillDone(migration, since);
        break;
      }
      const walk = await takeWalk(migration);
      if (walk) changed += await walkOver(walk, migration);
      if (!walk || walk.found > 0) await rest(pace.restMs);
    }
    if (signal.aborted) return;
    if (changed > 0) log.info({ migration: migration.id, changed }, "migrated");
    const left = await migration.left();
    // The doctor names them, since a log contains no addresses.
    if (left.length > 0)
      log.warn({ migration: migration.id }, "some documents keep their old form, see npm run doctor");
  }

  /** @returns how many documents had the old form */
  async function walkOver(walk: Walk, { id, title, total }: Migration): Promise<number> {
    const before = walk.found;
    let told = performance.now();
    try {
      while (!signal.aborted && (await walk.next()) === "more") {
        if (performance.now() - told < pace.tellMs) continue;
        told = performance.now();
        log.info({ migration: id, passed: walk.passed, of: await total(), changed: walk.found }, title);
      }
    } finally {
      await walk.release();
    }
    return walk.found - before;
  }

  const running = (async () => {
    await runAll();
    await rest(pace.againMs);
    if (!signal.aborted) await runAll();
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
