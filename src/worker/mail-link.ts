import { wordsIn } from "../locales/words.ts";
import { inviteMail } from "../mail/invite-mail.tsx";
import { storedReason } from "../models/delivery-reason.ts";
import type { SendResult } from "../sendgrid/client.ts";
import { termIn } from "../services/ends.ts";
import type { InviteToMail } from "../services/invites/begin-sending.ts";
import { signLink } from "../services/invites/link-token.ts";
import { type LeasedJob, leaseLeftMs } from "../services/leases.ts";
import type { Attempt, HandlerContext } from "./handler.ts";

/**
 * The shortest time before an unanswered send is tried again: until then an event may show that SendGrid has the email.
 */
const UNANSWERED_WAIT_MS = 60_000;

/** Emails the link of an invite's generation. */
export async function mailLink(
  invite: InviteToMail,
  occasion: "invite" | "resent" | "reminder",
  job: LeasedJob,
  { settings, sendMail }: HandlerContext,
): Promise<Attempt> {
  const { inviteId, generation, email, keyId, inviter, groups, term, message, expiresAt, language } = invite;
  const key = settings.linkKeys.find(({ id }) => id === keyId);
  if (!key) return { kind: "cancel", error: storedReason({ code: "link_key_missing", fact: keyId }) };
  const token = signLink({ inviteId, generation }, keyId, [key]);
  const words = await wordsIn(language ?? settings.invites.language);
  const facts = {
    occasion,
    to: email,
    organisation: settings.organisation,
    inviter,
    groups,
    message,
    link: `${settings.publicUrl}/invite/${token}`,
    expiresAt,
  };
  const mail = inviteMail({ ...facts, term: term && termIn(term, words) }, words);
  if (leaseLeftMs(job) === 0) return { kind: "snooze", afterMs: 0 };
  return attemptOf(await sendMail(mail, job.id));
}

/** Turns the result of handing over an email into an attempt. */
export function attemptOf(result: SendResult): Attempt {
  switch (result.kind) {
    case "accepted":
      return { kind: "done" };
    case "busy":
      return { kind: "retry", error: storedReason(result.reason), waitMs: result.retryAfterMs };
    case "limited":
      return { kind: "limited", error: storedReason(result.reason), waitMs: result.waitMs };
    case "misconfigured":
      return { kind: "retry", error: storedReason(result.reason), waitMs: 0 };
    case "unknown":
      return { kind: "retry", error: storedReason(result.reason), waitMs: UNANSWERED_WAIT_MS };
    case "refused":
      return {
        kind: "cancel",
        error: storedReason(result.reason),
        invalidRecipient: result.invalidRecipient,
      };
  }
}
