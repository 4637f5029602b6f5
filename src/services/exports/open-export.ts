import { Types } from "mongoose";
import type { Principal } from "../actor.ts";
import { changeAs } from "../authorize.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { readExport } from "./read-export.ts";
import { type ExportRequest, filterOf, permissionFor } from "./request.ts";
import { labelOf, recordExport } from "./start-export.ts";

/** Files being sent, until their row counts are recorded. */
const underWay = new Set<Promise<void>>();

/** Waits until the row count of every file begun is recorded. */
export async function exportsEnded(): Promise<void> {
  await Promise.all(underWay);
}

/**
 * Streams a list as CSV, as fast as the reader takes it. The request is recorded beforehand, and the number of rows
 * sent afterwards, even where the reader stopped early.
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
