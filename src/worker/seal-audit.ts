import type { Logger } from "pino";
import { AuditLogTampered, sealAudit } from "../services/audit/seal-audit.ts";

const EVERY_MS = 2_000;

/** Seals the audit log behind its writers, every two seconds. */
export function startSealing(key: Uint8Array, log: Logger): { stop(): Promise<void> } {
  let stopping = false;
  let altered = false;
  let wake: (() => void) | undefined;
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, EVERY_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopping) {
      const sealed = await sealAudit(key).catch((error: unknown) => {
        if (!(error instanceof AuditLogTampered))
          log.warn({ err: error }, "the audit log could not be sealed just now");
        else if (!altered) log.error(error.message);
        altered = error instanceof AuditLogTampered;
        return 0;
      });
      if (sealed === 0 && !stopping) await rest();
    }
  };
  const running = run();
  return {
    async stop() {
      stopping = true;
      wake?.();
      await running;
    },
  };
}
