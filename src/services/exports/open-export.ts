import { Types } from "mongoose";
import type { Principal } from "../actor.ts";
import { changeAs } from "../authorize.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { readExport } from "./read-export.ts";
import { type ExportRequest, filterOf, permissionFor } from "./request.ts";
import { labelOf, recordExport } from "./start-export.ts";

/** Files that are being sent, until how many rows left is on record. */
const underWay = new Set<Promise<void>>();

/** Waits until of every file that was begun it is on record how many rows left. */
export async function exportsEnded(): Promise<void> {
  await Promise.all(underWay);
}

/**
 * Writes a list as CSV to whoever reads it, as fast as they do. That it was asked for is on record before, and how many rows
 * left is afterwards, also where they stopped reading.
 *
 * @throws NotAdmin, NotPermitted; NotFound, GroupDeleted
 */
export async function openExport(actor: Principal, request: ExportRequest): Promise<AsyncIterable<string>> {
  const id = String(new Types.ObjectId());
  const { began, named } = await changeAs(actor, permissionFor[request.what], async ({ now }) => {
    const started = { id, label: await labelOf(request) };
    await recordExport(actor, now, started, "export.started", filterOf(request));
    return { began: now, named: started };
  });
  return pieces();

  async function* pieces(): AsyncGenerator<string> {
    let rows = 0;
    let isWhole = false;
    let recorded = () => {};
    const end = new Promise<void>((resolve) => {
      recorded = resolve;
    });
    underWay.add(end);
    try {
      for await (const piece of readExport(request, { actor, now: began })) {
        rows += piece.rows;
        yield piece.text;
      }
      isWhole = true;
    } finally {
      await inTransaction(async () => {
        const now = await databaseTime();
        const after = { ...filterOf(request), rows };
        if (isWhole) await recordExport(actor, now, named, "export.sent", after);
        else await recordExport(actor, now, named, "export.failed", { ...after, reason: "broken_off" });
      }).finally(() => {
        underWay.delete(end);
        recorded();
      });
    }
  }
}
