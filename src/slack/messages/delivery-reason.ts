import { type DeliveryReason, readReason } from "../../models/delivery-reason.ts";

const sentences: Record<DeliveryReason["code"], string> = {
  mailbox_unknown: "mailbox does not exist",
  domain_unknown: "the domain does not exist or does not accept email",
  mailbox_unavailable: "mailbox is full or disabled",
  recipient_rate_limit: "their server is not accepting more email from us right now",
  sender_reputation: "their server does not trust our sender address",
  spam_filter: "their spam filter refused it",
  recipient_server_down: "their mail server is not working",
  recipient_policy: "their server blocked it",
  recipient_refused: "their server refused it",
  earlier_bounce: "an earlier email to this address bounced",
  reported_as_spam: "they reported an email as spam",
  unsubscribed: "they unsubscribed from our emails",
  spam_content: "SendGrid considers it spam",
  provider_quota: "our SendGrid account is out of credits",
  provider_dropped: "SendGrid dropped it",
  provider_unreachable: "SendGrid can't be reached.",
  provider_timeout: "SendGrid did not answer in time.",
  provider_rate_limit: "SendGrid asked us to slow down.",
  provider_down: "SendGrid is not working ({fact}).",
  address_refused: "SendGrid does not accept this address",
  provider_plan_used_up: "our SendGrid plan is used up (the operator must upgrade it)",
  provider_key_refused: "SendGrid does not accept our key (the operator must check SENDGRID_API_KEY)",
  sender_refused: "SendGrid does not let us send from this address (the operator must check MAIL_FROM)",
  mail_too_large: "the email is too large",
  provider_refused: "SendGrid refused it ({fact})",
  link_key_missing: 'LINK_KEYS is missing the key "{fact}" of this invite',
  attempts_exhausted: "every attempt failed",
  other: "{fact}",
};

/** Says why an email will not arrive, or hasn't yet, in words for admins. */
export function reasonWords(stored: string): string {
  const { code, fact = "unknown" } = readReason(stored);
  return sentences[code].replace("{fact}", () => fact);
}
