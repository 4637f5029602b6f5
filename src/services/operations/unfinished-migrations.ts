import { Migration as State } from "../../models/migration.ts";
import type { Migration } from "./migrations/migration.ts";

/** A migration with documents left in their old form. */
export interface UnfinishedMigration {
  id: string;
  title: string;
  /** How many documents the walk has passed, out of roughly how many; `passed` is 0 before it begins. */
  passed: number;
  of: number;
}

/** Documents that a migration leaves in their old form because another one already has the new value. */
export interface LeftDocuments {
  id: string;
  title: string;
  /** The names of some of them. */
  names: string[];
}

/** Lists what the finished ones among these migrations left in the old form. */
export async function leftByMigrations(migrations: readonly Migration[]): Promise<LeftDocuments[]> {
  const done = new Set((await State.find({ doneAt: { $exists: true } }).lean()).map(({ _id }) => _id));
  const left: LeftDocuments[] = [];
  for (const { id, title, ...migration } of migrations) {
    const names = done.has(id) ? await migration.left() : [];
    if (names.length > 0) left.push({ id, title, names });
  }
  return left;
}

/** Lists the unfinished ones among these migrations that have something to do. */
export async function unfinishedMigrations(migrations: readonly Migration[]): Promise<UnfinishedMigration[]> {
  const states = new Map((await State.find().lean()).map((state) => [state._id, state]));
  const unfinished: UnfinishedMigration[] = [];
  for (const migration of migrations) {
    const { id, title } = migration;
    const state = states.get(id);
    if (state?.doneAt || !(await migration.isPending())) continue;
    unfinished.push({ id, title, passed: state?.passed ?? 0, of: await migration.total() });
  }
  return unfinished;
}
