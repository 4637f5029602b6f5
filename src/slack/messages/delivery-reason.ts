import { type DeliveryReason, readReason } from "../../models/delivery-reason.ts";

const sentences: Record<DeliveryReason["code"], string> = {
  mailbox_unknown: "mailbox does not exist",
  domain_unknown: "the domain does not exist, or takes no email",
  mailbox_unavailable: "mailbox is full or switched off",
  recipient_rate_limit: "their server takes no more mail from us now",
  sender_reputation: "their server does not trust our sender",
  spam_filter: "their spam filter refused it",
  recipient_server_down: "their mail server is out of order",
  recipient_policy: "their server does not let it in",
  recipient_refused: "their server refused it",
  earlier_bounce: "an earlier email to this address bounced",
  reported_as_spam: "they reported an earlier email as spam",
  unsubscribed: "they unsubscribed from our emails",
  spam_content: "SendGrid takes it for spam",
  provider_quota: "our SendGrid account is used up",
  provider_dropped: "SendGrid dropped it",
  provider_unreachable: "SendGrid can't be reached.",
  provider_timeout: "SendGrid did not answer in time.",
  provider_rate_limit: "SendGrid asked us to slow down.",
  provider_down: "SendGrid is out of order ({fact}).",
  address_refused: "SendGrid does not accept this address",
  provider_plan_used_up: "our SendGrid plan is used up (the operator must extend it)",
  provider_key_refused: "SendGrid does not know our key (the operator must check SENDGRID_API_KEY)",
  sender_refused: "SendGrid does not let us send as this sender (the operator must check MAIL_FROM)",
  mail_too_large: "the email is too large",
  provider_refused: "SendGrid refused it ({fact})",
  link_key_missing: 'LINK_KEYS lacks the key "{fact}" of this invite',
  attempts_exhausted: "every attempt broke off",
  other: "{fact}",
};

/** Says why a mail will not arrive, or has not yet, as an admin reads it. */
export function reasonWords(stored: string): string {
  const { code, fact = "unknown" } = readReason(stored);
  return sentences[code].replace("{fact}", () => fact);
}
