import type { DeliveryReasonCode } from "../models/delivery-reason.ts";
import type { Verdict } from "../services/mail/delivery-events.ts";

/** What a bounce means, without its status. */
interface Meaning {
  code: DeliveryReasonCode;
  permanent: boolean;
}

const NO_MAILBOX: Meaning = { code: "mailbox_unknown", permanent: true };
const NO_DOMAIN: Meaning = { code: "domain_unknown", permanent: true };
const passing = (code: DeliveryReasonCode): Meaning => ({ code, permanent: false });

const bounces = new Map<string, Meaning>([
  ["invalid address", NO_MAILBOX],
  ["mailbox unavailable", passing("mailbox_unavailable")],
  ["frequency or volume too high", passing("recipient_rate_limit")],
  ["reputation", passing("sender_reputation")],
  ["content", passing("spam_filter")],
  ["technical failure", passing("recipient_server_down")],
]);

/**
 * Returns why an email bounced: from SendGrid's classification, or else from the receiving server's status (RFC 3463),
 * which may only be in its text, or else from its words.
 */
export function bounceVerdict({
  classification = "",
  status: given = "",
  reason = "",
  blocked,
}: Bounce): Verdict {
  const status = isTelling(given) ? given : (statusIn(reason) ?? given);
  const { code, permanent } =
    NO_SUCH.find(([words]) => words.test(reason))?.[1] ??
    bounces.get(classification.toLowerCase()) ??
    byStatus(status) ??
    said.find(([words]) => words.test(reason))?.[1] ??
    passing("recipient_refused");
  return verdict({ code, permanent: permanent && (!blocked || code === "domain_unknown") }, status);
}

interface Bounce {
  classification?: string | undefined;
  status?: string | undefined;
  /** What the receiving server said, or why SendGrid gave up. */
  reason?: string | undefined;
  blocked: boolean;
}

/**
 * Beyond doubt, however it was classified: SendGrid's own look-up, and Exchange's 5.1.10, elsewhere a domain's code.
 */
const NO_SUCH: [RegExp, Meaning][] = [
  [/unable to get mx.*no such host/is, NO_DOMAIN],
  [/RecipientNotFound|recipient not found by smtp address lookup/i, NO_MAILBOX],
];

/** What servers say; the first match counts, so words about our side come before those about theirs. */
const said: [RegExp, Meaning][] = [
  [/\b(sender|helo|ehlo|client host|spf|dkim|dmarc|relay(ing)?)\b/i, passing("recipient_policy")],
  [
    /no such (host|domain)|nxdomain|null mx|(host|domain)( name)? (not found|unknown|does not exist)/i,
    NO_DOMAIN,
  ],
  [/(mailbox|inbox)( is)? full|quota|out of storage/i, passing("mailbox_unavailable")],
  [/\bspam\b/i, passing("spam_filter")],
  [/(mailbox|inbox|account)( is)? (disabled|inactive|suspended)/i, passing("mailbox_unavailable")],
  [/\b5\.5\.0\b.*unavailable/is, NO_MAILBOX],
  [/(unknown|no such|invalid|non-?existent) (recipient|user|mailbox|account)/i, NO_MAILBOX],
  [/(recipient|user|mailbox|account)( is)? (unknown|not found)|does( not|n['’]t) exist/i, NO_MAILBOX],
  [
    /does( not|n['’]t) have an? .{1,100} account|no mailbox here by that name|unrouteable address/i,
    NO_MAILBOX,
  ],
  [/^expired$|unable to get mx|timed? ?out|connection refused/i, passing("recipient_server_down")],
];

function byStatus(status: string): Meaning | undefined {
  if (/^5\.(1\.(2|10)|4\.4)$/.test(status)) return NO_DOMAIN;
  // Exchange Online answers 5.4.1 when nobody has the address.
  if (/^5\.(1\.[136]|4\.1)$/.test(status)) return NO_MAILBOX;
  if (/^[45]\.2\./.test(status)) return passing("mailbox_unavailable");
  if (/^[45]\.[34]\./.test(status)) return passing("recipient_server_down");
  if (/^[45]\.7\./.test(status)) return passing("recipient_policy");
  return undefined;
}

/** Tells whether a status says more than that sending failed. */
const isTelling = (status: string) => isStatus(status) && !/^[245]\.0\.0$/.test(status);

/** Finds a status in a text, ignoring parts of IP addresses. */
function statusIn(text: string): string | undefined {
  return /(?<![\d.])[45](\.\d{1,3}){2}(?!\.?\d)/.exec(text)?.[0];
}

const drops: [RegExp, Meaning][] = [
  [/^bounced address/i, { code: "earlier_bounce", permanent: true }],
  [/^invalid$/i, NO_MAILBOX],
  [/^spam reporting address/i, passing("reported_as_spam")],
  [/^unsubscribed address/i, passing("unsubscribed")],
  [/^spam content/i, passing("spam_content")],
  [/quota|credits/i, passing("provider_quota")],
];

/** Returns why SendGrid did not even try. */
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

/** Keeps a status only if it is valid (RFC 3463). */
function verdict({ code, permanent }: Meaning, status: string): Verdict {
  return { reason: { code, ...(isStatus(status) && { fact: status }) }, permanent };
}

const isStatus = (text: string) => /^[245](\.\d{1,3}){2}$/.test(text);
