import type { DeliveryReasonCode } from "../models/delivery-reason.ts";
import type { Verdict } from "../services/mail/delivery-events.ts";

/** What a bounce means, without its status. */
interface Meaning {
  code: DeliveryReasonCode;
  permanent: boolean;
}

const NO_MAILBOX: Meaning = { code: "mailbox_unknown", permanent: true };
const passing = (code: DeliveryReasonCode): Meaning => ({ code, permanent: false });

const bounces = new Map<string, Meaning>([
  ["invalid address", NO_MAILBOX],
  ["mailbox unavailable", passing("mailbox_unavailable")],
  ["frequency or volume too high", passing("recipient_rate_limit")],
  ["reputation", passing("sender_reputation")],
  ["content", passing("spam_filter")],
  ["technical failure", passing("recipient_server_down")],
]);

/** Tells why a mail bounced, by SendGrid's classification, or else by the receiving server's status (RFC 3463). */
export function bounceVerdict(bounce: {
  classification?: string | undefined;
  status?: string | undefined;
  blocked: boolean;
}): Verdict {
  const { classification = "", status = "", blocked } = bounce;
  const { code, permanent } = bounces.get(classification.toLowerCase()) ?? byStatus(status);
  return verdict({ code, permanent: permanent && !blocked }, status);
}

function byStatus(status: string): Meaning {
  if (/^5\.1\.(1|2|3|6|10)$/.test(status)) return NO_MAILBOX;
  if (/^[45]\.2\./.test(status)) return passing("mailbox_unavailable");
  if (/^[45]\.7\./.test(status)) return passing("recipient_policy");
  return passing("recipient_refused");
}

const drops: [RegExp, Meaning][] = [
  [/^bounced address/i, { code: "earlier_bounce", permanent: true }],
  [/^invalid$/i, NO_MAILBOX],
  [/^spam reporting address/i, passing("reported_as_spam")],
  [/^unsubscribed address/i, passing("unsubscribed")],
  [/^spam content/i, passing("spam_content")],
  [/quota|credits/i, passing("provider_quota")],
];

/** Tells why SendGrid did not even try. */
export function dropVerdict({
  reason = "",
  status = "",
}: {
  reason?: string | undefined;
  status?: string | undefined;
}): Verdict {
  const known = drops.find(([pattern]) => pattern.test(reason));
  return verdict(known?.[1] ?? passing("provider_dropped"), status);
}

/** Only a status that is one is kept (RFC 3463). */
function verdict({ code, permanent }: Meaning, status: string): Verdict {
  return { reason: { code, ...(/^[245](\.\d{1,3}){2}$/.test(status) && { fact: status }) }, permanent };
}
