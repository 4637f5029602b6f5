import { type JobKind, jobKinds } from "./jobs.ts";

/** What a job waits for; the emails of imports, and exports, are separate. */
const sides = ["sendgrid", "imports", "slack", "exports", "database"] as const;

const sideOf: Record<JobKind, (typeof sides)[number]> = {
  "invite-email": "sendgrid",
  "imported-email": "imports",
  "reminder-email": "sendgrid",
  "test-email": "sendgrid",
  "confirmation-email": "sendgrid",
  card: "slack",
  summary: "slack",
  "accepted-notice": "slack",
  "declined-notice": "slack",
  "trouble-notice": "slack",
  "expired-notice": "slack",
  "asked-notice": "slack",
  "admin-linked-notice": "slack",
  "deactivated-notice": "slack",
  "passed-over-notice": "slack",
  "erasure-notice": "slack",
  "answered-card": "slack",
  "ended-notice": "slack",
  "request-notice": "slack",
  "step-outcome": "slack",
  "step-refused": "slack",
  "request-card": "slack",
  "request-news": "slack",
  "rules-notice": "slack",
  "taken-back-notice": "slack",
  "renamed-notice": "slack",
  "request-notices": "database",
  "review-notice": "slack",
  "review-card": "slack",
  "review-news": "slack",
  "review-removed-notice": "slack",
  "review-notices": "database",
  "review-gather": "database",
  "review-reminder": "database",
  "review-close": "database",
  "review-repeat": "database",
  "request-due": "database",
  "request-end": "database",
  "membership-warning": "slack",
  "client-created-notice": "slack",
  "client-owner-notice": "slack",
  "client-answered-card": "slack",
  "client-owner": "database",
  "webhook-off-notice": "slack",
  "provisioning-summary": "slack",
  "link-account": "slack",
  home: "slack",
  homes: "database",
  event: "database",
  expiry: "database",
  "membership-end": "database",
  "cancel-invites": "database",
  "leave-group": "database",
  "import-batch": "database",
  "change-batch": "database",
  "run-end": "database",
  "run-lapse": "database",
  "erase-details": "database",
  "run-progress": "slack",
  "run-notice": "slack",
  "run-card": "slack",
  "run-result": "slack",
  export: "exports",
  "export-failed": "slack",
};

/** How many files are written and sent at the same time: each may take minutes. */
const MAX_EXPORTS = 2;
/** The share of concurrent jobs that may be emails of imports, so that emails people wait for find room beside them. */
const IMPORTS_SHARE = 0.4;

/**
 * When a side claims again, since claiming jobs together costs less: once at most `until` of its jobs are being tried,
 * or after `mostMs`.
 */
interface Gathering {
  until: number;
  mostMs: number;
}

/** The jobs that wait for the same thing, and how they are claimed. */
export interface SideSettings {
  kinds: readonly string[];
  /** How many may be tried at the same time. */
  most: number;
  gathering: Gathering;
}

/**
 * Lists the kinds of jobs by what they wait for, so that a slow side holds up only its own jobs.
 *
 * @param concurrency how many jobs of a side run at the same time
 */
export function sidesOf(concurrency: number): SideSettings[] {
  return sides.map((side) => {
    const most = mostOf(side, concurrency);
    return {
      kinds: jobKinds.filter((kind) => sideOf[kind] === side),
      most,
      gathering: gatheringOf(side, most),
    };
  });
}

/** Nobody waits for the emails of imports, and claiming several together costs little more than claiming one. */
function gatheringOf(side: (typeof sides)[number], most: number): Gathering {
  return side === "imports" ? { until: 0, mostMs: 250 } : { until: most / 2, mostMs: 50 };
}

function mostOf(side: (typeof sides)[number], concurrency: number): number {
  if (side === "exports") return Math.min(MAX_EXPORTS, concurrency);
  return side === "imports" ? Math.max(1, Math.floor(concurrency * IMPORTS_SHARE)) : concurrency;
}
