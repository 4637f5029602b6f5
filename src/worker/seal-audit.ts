import type { Logger } from "pino";
import { type Sealing, sealAudit } from "../services/audit/seal-audit.ts";
import type { SeenEnd } from "../services/audit/sealed-end.ts";
import { AuditLogTampered, explainStop, type SealingStatus } from "../services/audit/sealing-status.ts";
import { DatabaseUnavailable } from "../services/errors.ts";
import { announceSeal } from "../services/webhooks/announce-seal.ts";

const EVERY_MS = 2_000;
/** After this many failures in a row, sealing counts as stopped; an unreachable database doesn't count. */
const MAX_FAILURES = 3;

/**
 * Seals the audit log behind its writers, every two seconds, unless it has changed since this process last saw it. Logs
 * where it ends at the start, on each new UTC day, and at the stop, and sends it to webhooks each day: people who alter
 * the database can't alter that.
 *
 * @param status is kept up to date
 */
export function startSealing(key: Uint8Array, status: SealingStatus, log: Logger): { stop(): Promise<void> } {
  let stopping = false;
  let wake: (() => void) | undefined;
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, EVERY_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let seen: SeenEnd | null = null;
  let failures = 0;
  let late = false;
  /** The failure that was logged last; null once sealing works. */
  let logged: string | null = null;
  let saidOn = "";
  const sayOncePerDay = async () => {
    const today = new Date().toISOString().slice(0, 10);
    if (today === saidOn) return;
    if (!status.stopped && !seen?.sequence) return;
    saidOn = today;
    say();
    if (!status.stopped && seen) await announceSeal(seen.sequence, seen.seal).catch(notAnnounced);
  };
  const notAnnounced = (error: unknown) => {
    saidOn = "";
    log.warn({ err: error }, "could not send the end of the audit log to webhooks just now");
  };
  const say = () => {
    if (status.stopped) log.error({ stopped: status.stopped }, explainStop(status.stopped));
    else if (seen?.sequence) log.info({ since: `${seen.sequence}:${seen.seal}` }, "the audit log's end");
  };
  const sayWhatIsOdd = ({ oddities, waitedSince }: Sealing) => {
    for (const sentence of oddities) log.error(`Sealed in the audit log: ${sentence}`);
    if (waitedSince && !late)
      log.warn(
        { waitedSince },
        "sealed audit events that had waited for more than an hour: no process ran with AUDIT_KEY, or an earlier end of the log was put back",
      );
    late = waitedSince !== null;
  };
  const sealOnce = async (): Promise<number> => {
    try {
      const sealing = await sealAudit(key, seen);
      seen = sealing.end;
      failures = 0;
      logged = null;
      if (status.stopped) log.info("the audit log is sealed again");
      status.stopped = null;
      sayWhatIsOdd(sealing);
      await sayOncePerDay();
      return sealing.count;
    } catch (error) {
      const tampered = error instanceof AuditLogTampered ? error.stop : null;
      if (!tampered && !(error instanceof DatabaseUnavailable)) failures += 1;
      if (!tampered && String(error) !== logged) {
        logged = String(error);
        log.warn({ err: error }, "could not seal the audit log just now; will keep trying");
      }
      const stop = tampered ?? (failures >= MAX_FAILURES ? "failing" : null);
      if (stop && stop !== status.stopped) {
        status.stopped = stop;
        saidOn = "";
      }
      if (status.stopped) await sayOncePerDay();
      return 0;
    }
  };
  const run = async () => {
    while (!stopping) if ((await sealOnce()) === 0 && !stopping) await rest();
  };
  const running = run();
  return {
    async stop() {
      stopping = true;
      wake?.();
      await running;
      if (!status.stopped) say();
    },
  };
}
