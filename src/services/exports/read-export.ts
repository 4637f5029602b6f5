import { requireAlso } from "../authorize.ts";
import { csvHead, csvRows } from "../csv.ts";
import { auditSheet } from "./audit-sheet.ts";
import { invitesSheet } from "./invites-sheet.ts";
import { membersSheet } from "./members-sheet.ts";
import { type ExportRequest, permissionFor } from "./request.ts";
import { requestsSheet } from "./requests-sheet.ts";
import { reviewSheet } from "./review-sheet.ts";
import type { Exporting, Sheet } from "./sheet.ts";
import { usersSheet } from "./users-sheet.ts";

/** A piece of a CSV file, and its row count. */
export interface CsvPiece {
  text: string;
  rows: number;
}

/** Writes a list as CSV, piece by piece, checking the right for each. @throws NotAdmin, NotPermitted */
export async function* readExport(request: ExportRequest, exporting: Exporting): AsyncGenerator<CsvPiece> {
  const sheet = sheetOf(request, exporting);
  yield { text: csvHead(sheet.columns), rows: 0 };
  for await (const rows of sheet.rows()) {
    await requireAlso(exporting.actor, permissionFor[request.what]);
    yield { text: csvRows(rows), rows: rows.length };
  }
}

function sheetOf(request: ExportRequest, exporting: Exporting): Sheet {
  switch (request.what) {
    case "users":
      return usersSheet(request, exporting);
    case "invites":
      return invitesSheet(request, exporting);
    case "members":
      return membersSheet(request, exporting);
    case "requests":
      return requestsSheet(request, exporting);
    case "review":
      return reviewSheet(request, exporting);
    case "audit":
      return auditSheet(request);
  }
}
