import { type JobKind, jobKinds } from "./jobs.ts";

/** Whom a job waits for. */
const sides = ["sendgrid", "slack", "database"] as const;

const sideOf: Record<JobKind, (typeof sides)[number]> = {
  "invite-email": "sendgrid",
  "reminder-email": "sendgrid",
  "test-email": "sendgrid",
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
  "answered-card": "slack",
  "ended-notice": "slack",
  "request-notice": "slack",
  "request-card": "slack",
  "request-news": "slack",
  "rules-notice": "slack",
  "taken-back-notice": "slack",
  "renamed-notice": "slack",
  "request-notices": "database",
  "request-due": "database",
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
};

/** Lists the kinds of jobs by whom they wait for: a side that is slow holds up its own jobs alone. */
export const kindsBySide: readonly (readonly string[])[] = sides.map((side) =>
  jobKinds.filter((kind) => sideOf[kind] === side),
);
