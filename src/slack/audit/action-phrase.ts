import { shorten } from "../../locales/shorten.ts";
import type { ActorRecord } from "../../models/actor-record.ts";
import type { AuditAction } from "../../services/events.ts";

/** The words between the actor and the target, and after the target; no target if it would say nothing new. */
export interface ActionPhrase {
  lead: string;
  tail?: string;
  omitsTarget?: true;
}

const phrases: Record<AuditAction, ActionPhrase> & Record<string, ActionPhrase> = {
  "invite.created": { lead: "invited" },
  "invite.resent": { lead: "sent the invite to", tail: "again" },
  "invite.accepted": { lead: "accepted the invite to" },
  "invite.declined": { lead: "declined the invite to" },
  "invite.cancelled": { lead: "cancelled the invite to" },
  "invite.edited": { lead: "edited the invite to" },
  "invite.link_shown": { lead: "viewed the link of the invite to" },
  "invite.expired": { lead: "let the invite to", tail: "expire" },
  "invite.asked": { lead: "asked for a new link for" },
  "user.joined_admin": { lead: "joined Admin as an owner, before it had members", omitsTarget: true },
  "user.details_changed": { lead: "changed the details of" },
  "user.linked": { lead: "linked a Slack account to" },
  "user.paused": { lead: "paused the rights of" },
  "user.groups_changed": { lead: "changed the groups of" },
  "user.membership_end_changed": { lead: "changed the end of a membership of" },
  "user.membership_ended": { lead: "ended, as planned, a membership of" },
  "user.suspended": { lead: "suspended" },
  "user.reactivated": { lead: "reactivated" },
  "user.provisioned": { lead: "registered" },
  "user.erasure_asked": { lead: "asked another admin to erase the details of" },
  "user.erased": { lead: "erased the details of" },
  "user.deprovisioned": { lead: "removed", tail: "at the identity provider" },
  "group.created": { lead: "created the group" },
  "group.edited": { lead: "edited the group" },
  "group.renamed": { lead: "freed a built-in group’s name by renaming the group" },
  "group.deleted": { lead: "deleted the group" },
  "group.managed": { lead: "manages the group" },
  "group.taken_back": { lead: "took back the group" },
  "client.created": { lead: "created the API client" },
  "client.rotated": { lead: "made a new token for the API client" },
  "client.kept": { lead: "kept the API client", tail: "without its owner" },
  "client.handed_over": { lead: "handed over the API client" },
  "client.reasons_changed": { lead: "changed whether reasons are given to the API client" },
  "client.invites_changed": { lead: "changed whether people are invited first by the API client" },
  "client.revoked": { lead: "revoked the API client" },
  "webhook.created": { lead: "added the webhook" },
  "webhook.edited": { lead: "edited the webhook" },
  "webhook.secret_rotated": { lead: "rotated the secret of the webhook" },
  "webhook.tested": { lead: "tested the webhook" },
  "webhook.redelivered": { lead: "delivered again to the webhook" },
  "webhook.switched_off": { lead: "switched off the webhook" },
  "webhook.resumed": { lead: "resumed the webhook" },
  "webhook.deleted": { lead: "deleted the webhook" },
  "group.approvals_changed": { lead: "changed how many people must approve joining" },
  "group.rules_changed": { lead: "changed who can ask for the group" },
  "request.created": { lead: "asked for a group:" },
  "request.confirmation_mailed": { lead: "pressed Approve, to be confirmed by email, on the request for" },
  "request.granted": { lead: "got at once, under the group’s access rules, what they asked for:" },
  "request.emergency_seen": { lead: "has seen the emergency access of" },
  "request.emergency_taken_away": { lead: "took away the emergency access of" },
  "request.approved_first": { lead: "approved, as the first of two, the request for" },
  "request.approved": { lead: "approved the request for" },
  "request.denied": { lead: "denied the request for" },
  "request.asked": { lead: "asked about the request for" },
  "request.replied": { lead: "replied about the request for" },
  "request.withdrawn": { lead: "withdrew the request for" },
  "request.reminded": { lead: "sent a reminder about the request for" },
  "request.escalated": { lead: "asked all admins about the request for" },
  "request.lapsed": { lead: "let the request for", tail: "lapse" },
  "import.started": { lead: "started the import of" },
  "import.paused": { lead: "paused the import of" },
  "import.resumed": { lead: "resumed the import of" },
  "import.cancelled": { lead: "cancelled the rest of the import of" },
  "import.ended": { lead: "finished the import of" },
  "change.started": { lead: "started" },
  "change.paused": { lead: "paused" },
  "change.resumed": { lead: "resumed" },
  "change.cancelled": { lead: "cancelled the rest of" },
  "change.ended": { lead: "finished" },
  "export.started": { lead: "asked for an export of" },
  "export.sent": { lead: "exported" },
  "export.failed": { lead: "stopped an export of" },
  "review.started": { lead: "started a review of" },
  "review.kept": { lead: "kept, in a review, a membership of" },
  "review.limited": { lead: "kept with an end date, in a review, a membership of" },
  "review.removed": { lead: "removed, in a review, a membership of" },
  "review.proposed": { lead: "asked the identity provider, in a review, to remove a membership of" },
  "review.left": { lead: "found, in a review, an ended membership of" },
  "review.reminded": { lead: "sent a reminder about the review of" },
  "review.closed": { lead: "closed the review of" },
  "review.repetition_stopped": { lead: "stopped repeating the review of" },
  "mail.tested": { lead: "sent a test email", omitsTarget: true },
  "audit.trimmed": { lead: "removed the oldest events of" },
  "audit.begun": { lead: "started sealing", tail: "again" },
  "access.refused": { lead: "tried something only admins can do", omitsTarget: true },
};

/** Returns an action in plain words, or its own name if it isn't known here. */
export function actionPhrase(action: string, by: ActorRecord["kind"]): ActionPhrase {
  if (action === "access.refused" && by === "client")
    return { lead: "tried something it may not do", omitsTarget: true };
  return (
    (Object.hasOwn(phrases, action) ? phrases[action] : undefined) ?? {
      lead: `did “${shorten(action.replace(/[._]/g, " "), 60)}” to`,
    }
  );
}
