/** Why the log is not being sealed. */
export type SealingStop = "not_begun" | "altered" | "set_back" | "beginning" | "failing";

/** Whether this process seals the audit log, for display. */
export interface SealingStatus {
  /** Null while it seals, and without AUDIT_KEY. */
  stopped: SealingStop | null;
}

const sentences: Record<SealingStop, string> = {
  not_begun:
    "The audit log was not begun with this AUDIT_KEY: the key is new to it, or its seals were removed.",
  altered: "The audit log does not end as it was sealed, or AUDIT_KEY is another one.",
  set_back:
    "The audit log ends earlier or otherwise than this process has seen it end: an earlier state was put back, or it was sealed anew.",
  beginning: "npm run audit:begin is sealing the audit log anew, or was interrupted.",
  failing: "The audit log can't be sealed: it failed several times in a row.",
};

const remedies: Partial<Record<SealingStop, string>> = {
  beginning:
    "Nothing is sealed until it is done. If it does not run any more, run it again; if nobody ran it, somebody changed the database, so run npm run audit:verify first.",
  failing:
    "The lines before this one say why. If an event is too large to take a seal, somebody put it there: keep a dump, find out who, and remove the event.",
};

const remedy =
  "Nothing is sealed until then: run npm run audit:verify, keep a dump, find out who did it, then run npm run audit:begin (docs/operation.md, The audit log).";

/** Explains why the log isn't being sealed, and what the operator can do about it. */
export function explainStop(stop: SealingStop): string {
  return `${sentences[stop]} ${remedies[stop] ?? remedy}`;
}

/** The log is not as it was sealed; further sealing would hide that. */
export class AuditLogTampered extends Error {
  override readonly name = "AuditLogTampered";
  constructor(readonly stop: SealingStop) {
    super(explainStop(stop));
  }
}
