import mongoose from "mongoose";
import { connect, disconnect, explainForbidden, requireWriter } from "../../models/connection.ts";
import { addedIndexes, type IndexFault, indexFaults, wantedIndexes } from "../../models/index-faults.ts";
import { type AuditLogState, auditLogState } from "../audit/audit-log-state.ts";
import { type LinksInUse, linksInUse } from "../invites/links-in-use.ts";
import { endpointsWithoutKey } from "../webhooks/reencrypt-secrets.ts";
import type { SecretKeys } from "../webhooks/secret.ts";
import type { AccountKeys } from "./migrations/009-account-keys.ts";
import { migrationsFor } from "./migrations/list.ts";
import {
  type LeftDocuments,
  leftByMigrations,
  type UnfinishedMigration,
  unfinishedMigrations,
} from "./unfinished-migrations.ts";

/** What an operator wants to know about a MongoDB before relying on it. */
export interface DatabaseReport {
  /** Such as 7.0.5. */
  version: string;
  /** Null for a sharded cluster. */
  replicaSet: string | null;
  /** How far its clock is ahead of ours, in milliseconds. */
  aheadMs: number;
  /** How many indexes the models define. */
  indexes: number;
  indexFaults: IndexFault[];
  /** Indexes added by others that refuse or remove what the app writes, one sentence each. */
  addedIndexes: string[];
  /** Migrations with something left to do, and how far they are. */
  unfinishedMigrations: UnfinishedMigration[];
  /** Documents they could not rewrite. */
  leftByMigrations: LeftDocuments[];
  /** Which keys signed the links of pending invites; null without keys. */
  links: LinksInUse | null;
  /** Webhooks whose secret none of the keys decrypts. */
  webhooksWithoutKey: number;
  /** Undefined without a key. */
  auditLog: AuditLogState | undefined;
}

/**
 * Inspects a database without writing anything.
 *
 * @param accounts what accounts are stored under; null outside of a Grid
 * @throws DatabaseUnusable when nothing answers, it is a standalone server, or the user may not write
 */
export async function inspectDatabase(
  uri: string,
  keyIds: readonly string[] | undefined,
  secretKeys: SecretKeys,
  auditKey: Uint8Array | undefined,
  accounts: AccountKeys | null,
): Promise<DatabaseReport> {
  const migrations = migrationsFor(accounts);
  await connect(uri);
  try {
    const asked = Date.now();
    const hello = await mongoose.connection.db?.command({ hello: 1 });
    const ours = (asked + Date.now()) / 2;
    await requireWriter();
    const build = await mongoose.connection.db?.command({ buildInfo: 1 });
    return {
      version: String(build?.version),
      replicaSet: hello?.setName ?? null,
      aheadMs: Number(hello?.localTime) - ours,
      indexes: wantedIndexes().length,
      indexFaults: await indexFaults(),
      addedIndexes: await addedIndexes(),
      unfinishedMigrations: await unfinishedMigrations(migrations),
      leftByMigrations: await leftByMigrations(migrations),
      links: keyIds ? await linksInUse(keyIds) : null,
      webhooksWithoutKey: await endpointsWithoutKey(secretKeys),
      auditLog: auditKey && (await auditLogState(auditKey)),
    };
  } catch (error) {
    throw explainForbidden(error);
  } finally {
    await disconnect();
  }
}
