/** Why a mail will not arrive, in an admin's words. */
export interface Verdict {
  reason: string;
  /** The mailbox will never take it: the address is wrong. */
  permanent: boolean;
}

const NO_MAILBOX: Verdict = { reason: "mailbox does not exist", permanent: true };

const bounces: Record<string, Verdict> = {
  "invalid address": NO_MAILBOX,
  "mailbox unavailable": { reason: "mailbox is full or switched off", permanent: false },
  "frequency or volume too high": { reason: "their server takes no more mail from us now", permanent: false },
  reputation: { reason: "their server does not trust our sender", permanent: false },
  content: { reason: "their spam filter refused it", permanent: false },
  "technical failure": { reason: "their mail server is out of order", permanent: false },
};

/** Why a mail bounced, by SendGrid's classification, or else by the receiving server's status (RFC 3463). */
export function bounceReason(bounce: {
  classification?: string | undefined;
  status?: string | undefined;
  blocked: boolean;
}): Verdict {
  const { classification = "", status = "", blocked } = bounce;
  const known = bounces[classification.toLowerCase()] ?? byStatus(status);
  return blocked ? { ...known, permanent: false } : known;
}

function byStatus(status: string): Verdict {
  if (/^5\.1\.(1|2|3|6|10)$/.test(status)) return NO_MAILBOX;
  if (/^[45]\.2\./.test(status)) return { reason: "mailbox is full or switched off", permanent: false };
  if (/^[45]\.7\./.test(status)) return { reason: "their server does not let it in", permanent: false };
  return { reason: "their server refused it", permanent: false };
}

const drops: [RegExp, Verdict][] = [
  [/^bounced address/i, { reason: "an earlier email to this address bounced", permanent: true }],
  [/^invalid$/i, NO_MAILBOX],
  [/^spam reporting address/i, { reason: "they reported an earlier email as spam", permanent: false }],
  [/^unsubscribed address/i, { reason: "they unsubscribed from our emails", permanent: false }],
  [/^spam content/i, { reason: "SendGrid takes it for spam", permanent: false }],
  [/quota|credits/i, { reason: "our SendGrid account is used up", permanent: false }],
];

/** Why SendGrid did not even try. */
export function dropReason({ reason = "" }: { reason?: string | undefined }): Verdict {
  const known = drops.find(([pattern]) => pattern.test(reason));
  return known?.[1] ?? { reason: "SendGrid dropped it", permanent: false };
}
