import type { Types } from "mongoose";
import { Export, type ExportDocument } from "../../models/export.ts";
import type { Principal } from "../actor.ts";
import { mayNow } from "../authorize.ts";
import { principalOf } from "../runs/run-principal.ts";
import { databaseTime } from "../transaction.ts";
import { type ExportRequest, exportRequest, filterOf, permissionFor } from "./request.ts";
import type { Exporting } from "./sheet.ts";
import { recordExport } from "./start-export.ts";

/** A requested export that is yet to be sent. */
export interface ExportUnderWay extends Pick<ExportDocument, "_id" | "label" | "by" | "progress" | "file"> {
  request: ExportRequest;
  /** Null when they may no longer read it. */
  exporting: Exporting | null;
}

/**
 * Reads an export in progress, with the current state of the person who requested it.
 *
 * @param owners the accounts in IAM_OWNERS
 * @returns null when it was sent, or can't be
 */
export async function exportUnderWay(
  exportId: Types.ObjectId,
  owners: readonly string[],
): Promise<ExportUnderWay | null> {
  const found = await Export.findById(exportId).lean();
  if (!found) return null;
  const request = exportRequest.parse(found.request);
  const actor = await principalOf(found, owners);
  const may = actor !== null && (await mayNow(actor, permissionFor[request.what]));
  const { _id, label, by, progress, file } = found;
  return {
    _id,
    label,
    by,
    progress,
    file,
    request,
    exporting: may ? { actor, now: await databaseTime() } : null,
  };
}

/** Records where the export's progress is shown. */
export async function recordExportProgress(
  exportId: Types.ObjectId,
  progress: NonNullable<ExportDocument["progress"]>,
): Promise<void> {
  await Export.updateOne({ _id: exportId }, { $set: { progress } });
}

/** Records the file about to be shown. */
export async function recordExportFile(
  exportId: Types.ObjectId,
  file: NonNullable<ExportDocument["file"]>,
): Promise<void> {
  await Export.updateOne({ _id: exportId }, { $set: { file } });
}

/** Records that an export was sent, with its row count. Part of the transaction. */
export async function exportSent(
  { _id, label, request }: ExportUnderWay,
  actor: Principal,
  rows: number,
  now: Date,
): Promise<void> {
  await Export.deleteOne({ _id });
  const after = { ...filterOf(request), rows };
  await recordExport(actor, now, { id: String(_id), label }, "export.sent", after);
}

/**
 * Records that an export can't be sent. Part of the transaction.
 *
 * @param reason a code
 * @returns what it was, and who to tell; null when it was sent meanwhile
 */
export async function exportFailed(
  exportId: Types.ObjectId,
  reason: string,
  now: Date,
): Promise<Pick<ExportDocument, "label" | "by"> | null> {
  const found = await Export.findOneAndDelete({ _id: exportId }).lean();
  if (!found) return null;
  const { label, by } = found;
  await recordExport({ kind: "system" }, now, { id: String(exportId), label }, "export.failed", { reason });
  return { label, by };
}
