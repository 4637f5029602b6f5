import * as z from "zod";

/** What the audit log keeps. `docs/api.md` says what each carries. */
export const auditActions = [
  "invite.created",
  "invite.resent",
  "invite.accepted",
  "invite.declined",
  "invite.cancelled",
  "invite.edited",
  "invite.link_shown",
  "invite.expired",
  "invite.asked",
  "user.joined_admin",
  "user.details_changed",
  "user.linked",
  "user.paused",
  "user.groups_changed",
  "user.membership_end_changed",
  "user.membership_ended",
  "user.suspended",
  "user.reactivated",
  "user.provisioned",
  "user.deprovisioned",
  "user.erasure_asked",
  "user.erased",
  "group.created",
  "group.edited",
  "group.renamed",
  "group.deleted",
  "group.managed",
  "group.taken_back",
  "group.rules_changed",
  "group.approvals_changed",
  "request.created",
  "request.confirmation_mailed",
  "request.approved_first",
  "request.approved",
  "request.denied",
  "request.asked",
  "request.replied",
  "request.withdrawn",
  "request.reminded",
  "request.escalated",
  "request.lapsed",
  "request.granted",
  "request.emergency_seen",
  "request.emergency_taken_away",
  "review.started",
  "review.kept",
  "review.limited",
  "review.removed",
  "review.proposed",
  "review.left",
  "review.reminded",
  "review.closed",
  "review.repetition_stopped",
  "client.created",
  "client.rotated",
  "client.kept",
  "client.handed_over",
  "client.reasons_changed",
  "client.invites_changed",
  "client.revoked",
  "mail.tested",
  "access.refused",
  "audit.begun",
  "audit.trimmed",
  "webhook.created",
  "webhook.edited",
  "webhook.secret_rotated",
  "webhook.tested",
  "webhook.redelivered",
  "webhook.switched_off",
  "webhook.resumed",
  "webhook.deleted",
  "import.started",
  "import.paused",
  "import.resumed",
  "import.cancelled",
  "import.ended",
  "change.started",
  "change.paused",
  "change.resumed",
  "change.cancelled",
  "change.ended",
  "export.started",
  "export.sent",
  "export.failed",
] as const;

export type AuditAction = (typeof auditActions)[number];

/** What happens to emails, which the audit log doesn't keep: those of a batch, those of an invite, a test email. */
const deliveryActions = ["delivery.changed", "delivery.failed", "test_delivery.changed"] as const;

/** What else the log doesn't keep: that all members of a review have been written down. */
const otherActions = ["review.gathered"] as const;

/** What is true after a change, as far as subscribers need it. */
export const eventFacts = z.object({
  /** The account that now has an admin's rights and had none before, or was linked again: `team:user`. */
  newAdmin: z.string().optional(),
  /** The users who were waiting for an account that somebody else got. */
  passedOver: z.array(z.string()).optional(),
  /** Why a link was paused. */
  paused: z.string().nullish(),
  /** Whether more people can ask, or fewer have to approve, than before. */
  loosened: z.boolean().optional(),
  /** The rule that gave something at once. */
  rule: z.string().optional(),
  /** Which of a request's questions was asked or answered, counted from 0. */
  whichQuestion: z.int().optional(),
  /** Whether an admin should look at what the email was for. */
  needsAttention: z.boolean().optional(),
});

/** What happened, as told to subscribers: kept small, since it may be about a hundred invites. */
export const domainEvent = z.object({
  action: z.enum([...auditActions, ...deliveryActions, ...otherActions]),
  /** Ids of what it happened to: invites, users or groups; the batch of an email; `team:user` of an account. */
  targets: z.array(z.string()),
  /** Ids of what else it is about, such as groups. */
  about: z.array(z.string()),
  /** Who did it; absent if nobody did. */
  by: z
    .object({ name: z.string(), account: z.string().optional(), client: z.string().optional() })
    .optional(),
  after: eventFacts,
  /** Ids of the audit log's events for this; absent where it keeps none, or an older version wrote it. */
  auditIds: z.array(z.string()).optional(),
});

export type DomainEvent = z.output<typeof domainEvent>;

/** How long events in quick succession are gathered before they are shown. */
export const GATHER_MS = 1_000;

/**
 * Returns the key under which events are told once for all; undefined for events told one by one, at once. A mailing to
 * thousands changes as many deliveries, and each time it is the same batch that changes.
 */
export function gatheringKey({ action, targets, after }: DomainEvent): string | undefined {
  if (action !== "delivery.changed" && action !== "test_delivery.changed") return undefined;
  return [action, ...targets, ...(after.needsAttention ? ["needs attention"] : [])].join(":");
}

/**
 * Returns whether an event is told a second later, so that those of a mailing, or of a provider's first sync, are
 * claimed together. Each on its own would cost more than what it reports.
 */
export function isGathered(event: DomainEvent): boolean {
  return event.action === "user.provisioned" || gatheringKey(event) !== undefined;
}
