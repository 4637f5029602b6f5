/** Why an email won't arrive, or hasn't yet. The provider is the service that sends our mail. */
const codes = [
  // The receiving server's words.
  "mailbox_unknown",
  "domain_unknown",
  "mailbox_unavailable",
  "recipient_rate_limit",
  "sender_reputation",
  "spam_filter",
  "recipient_server_down",
  "recipient_policy",
  "recipient_refused",
  // The provider didn't even try.
  "earlier_bounce",
  "reported_as_spam",
  "unsubscribed",
  "spam_content",
  "provider_quota",
  "provider_dropped",
  // The provider didn't accept it from us.
  "provider_unreachable",
  "provider_timeout",
  "provider_rate_limit",
  "provider_down",
  "address_refused",
  "provider_plan_used_up",
  "provider_key_refused",
  "sender_refused",
  "mail_too_large",
  "provider_refused",
  // It never left us.
  "link_key_missing",
  "attempts_exhausted",
  // A sentence with no known code; the sentence is the fact.
  "other",
] as const;
export type DeliveryReasonCode = (typeof codes)[number];

export interface DeliveryReason {
  code: DeliveryReasonCode;
  /** The receiving server's status, such as `5.1.1` or `503`; or the id of the missing key. */
  fact?: string | undefined;
}

/** Reasons, as stored, for which none of our mail is accepted until the operator fixes our account. */
export const operatorReasons = ["provider_key_refused", "sender_refused", "provider_plan_used_up"] as const;

/** Tells whether only the operator can help. */
export function waitsForOperator({ code }: DeliveryReason): boolean {
  return operatorReasons.some((known) => known === code);
}

/**
 * Writes a reason as it is stored, such as `mailbox_unknown:5.1.1`: one string, because a version before the codes
 * shows it as is, and would drop an unknown field when adding to a history.
 */
export function storedReason({ code, fact }: DeliveryReason): string {
  return fact === undefined ? code : `${code}:${fact}`;
}

/** Reads a reason in either form: a code, or a sentence stored by a version before the codes. */
export function readReason(stored: string): DeliveryReason {
  const [word = "", ...fact] = stored.split(":");
  const code = codes.find((known) => known === word);
  if (!code) return reasonOfSentence(stored) ?? { code: "other", fact: stored };
  return fact.length > 0 ? { code, fact: fact.join(":") } : { code };
}

/** The sentences stored by versions before the codes, word for word. */
const sentences = new Map<string, DeliveryReasonCode>([
  ["mailbox does not exist", "mailbox_unknown"],
  ["mailbox is full or switched off", "mailbox_unavailable"],
  ["their server takes no more mail from us now", "recipient_rate_limit"],
  ["their server does not trust our sender", "sender_reputation"],
  ["their spam filter refused it", "spam_filter"],
  ["their mail server is out of order", "recipient_server_down"],
  ["their server does not let it in", "recipient_policy"],
  ["their server refused it", "recipient_refused"],
  ["an earlier email to this address bounced", "earlier_bounce"],
  ["they reported an earlier email as spam", "reported_as_spam"],
  ["they unsubscribed from our emails", "unsubscribed"],
  ["SendGrid takes it for spam", "spam_content"],
  ["our SendGrid account is used up", "provider_quota"],
  ["SendGrid dropped it", "provider_dropped"],
  ["SendGrid can't be reached.", "provider_unreachable"],
  ["SendGrid did not answer in time.", "provider_timeout"],
  ["SendGrid asked us to slow down.", "provider_rate_limit"],
  ["SendGrid does not accept this address", "address_refused"],
  ["our SendGrid plan is used up (the operator must extend it)", "provider_plan_used_up"],
  ["SendGrid does not know our key (the operator must check SENDGRID_API_KEY)", "provider_key_refused"],
  ["SendGrid does not let us send as this sender (the operator must check MAIL_FROM)", "sender_refused"],
  ["the email is too large", "mail_too_large"],
  ["every attempt broke off", "attempts_exhausted"],
]);

/** Those that included a fact. */
const withFact: [RegExp, DeliveryReasonCode][] = [
  [/^SendGrid is out of order \((.*)\)\.$/s, "provider_down"],
  [/^SendGrid refused it \((.*)\)$/s, "provider_refused"],
  [/^LINK_KEYS lacks the key "(.*)" of this invite$/s, "link_key_missing"],
];

/** Reads a sentence as the reason it stood for; null for any other text. */
function reasonOfSentence(text: string): DeliveryReason | null {
  const code = sentences.get(text);
  if (code) return { code };
  for (const [sentence, code] of withFact) {
    const fact = sentence.exec(text)?.[1];
    if (fact !== undefined) return { code, fact };
  }
  return null;
}
