import { trusted } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { inTransaction } from "../transaction.ts";
import { isDate } from "./event-times.ts";
import { isInUse, readEnd } from "./sealed-end.ts";
import type { SealingStop } from "./sealing-status.ts";

/** The log's state, judged by its end alone: `audit:verify` looks at each event. */
export interface AuditLogState {
  sealed: number;
  /** Why sealing can't continue; null when it can, or nothing has happened yet. */
  stopped: SealingStop | null;
  /** When the oldest unsealed event happened, if it has waited for more than a minute. */
  waitsSince: Date | null;
}

const USUAL_WAIT_MS = 60_000;

/** Reads the log's state. Writes nothing. */
export async function auditLogState(key: Uint8Array): Promise<AuditLogState> {
  return inTransaction(async () => {
    if (!(await isInUse())) return { sealed: 0, stopped: null, waitsSince: null };
    const end = await readEnd(key);
    if (typeof end === "string") return { sealed: 0, stopped: end, waitsSince: null };
    const waiting = await AuditEvent.findOne(trusted({ sequence: { $exists: false } }), { at: 1 })
      .sort({ _id: 1 })
      .lean();
    const since = isDate(waiting?.at) ? waiting.at : null;
    const waits = since && since.getTime() < end.readAt.getTime() - USUAL_WAIT_MS;
    return { sealed: end.sequence, stopped: null, waitsSince: waits ? since : null };
  });
}
