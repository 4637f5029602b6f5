import type { Logger } from "pino";
import { AuditLogTampered } from "../services/audit/sealing-status.ts";
import { KEY_NEEDED, trimAudit, trimUnsealed } from "../services/audit/trim-audit.ts";
import { DAY_MS, HOUR_MS } from "../services/durations.ts";
import { removeSettledInvites } from "../services/invites/remove-settled.ts";
import { databaseTime } from "../services/transaction.ts";

/** For how many days things are kept; for ever if not set. */
interface Retention {
  auditDays: number | undefined;
  inviteDays: number | undefined;
  auditKey: Uint8Array | undefined;
}

/** Removes what is past its retention: at the start, and every hour. */
export function startRetention(retention: Retention, log: Logger): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const run = () => {
    running = running.then(() => removeOld(retention, log));
  };
  run();
  const timer = setInterval(run, HOUR_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function removeOld({ auditDays, inviteDays, auditKey }: Retention, log: Logger): Promise<void> {
  const daysAgo = async (days: number) => new Date((await databaseTime()).getTime() - days * DAY_MS);
  try {
    const invites = inviteDays ? await removeSettledInvites(await daysAgo(inviteDays)) : 0;
    const events = auditDays ? await trim(auditKey, await daysAgo(auditDays)) : 0;
    if (events === null) return log.error(KEY_NEEDED);
    if (invites + events > 0) log.info({ invites, events }, "removed what is past its retention");
  } catch (error) {
    if (error instanceof AuditLogTampered) log.error(`The audit log was not trimmed. ${error.message}`);
    else log.warn({ err: error }, "could not remove what is past its retention just now");
  }
}

async function trim(key: Uint8Array | undefined, before: Date): Promise<number | null> {
  return key ? (await trimAudit(key, before)).removed : trimUnsealed(before);
}
