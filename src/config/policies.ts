import { type LinkClaims, signLink } from "../services/invites/link-token.ts";
import type { InvitePolicy } from "../services/invites/policy.ts";
import type { RequestSettings } from "../services/requests/policy.ts";
import type { Config } from "./config.ts";

/** The operator's settings for invites. */
export function invitePolicy(config: Config): InvitePolicy {
  const [signing] = config.LINK_KEYS;
  return {
    expiryDays: config.INVITE_EXPIRY_DAYS,
    undoSeconds: config.INVITE_UNDO_SECONDS,
    limits: {
      admin: config.INVITE_LIMIT_PER_ADMIN,
      total: config.INVITE_LIMIT_TOTAL,
      address: config.INVITE_LIMIT_PER_ADDRESS,
    },
    allowedDomains: config.ALLOWED_EMAIL_DOMAINS,
    language: config.DEFAULT_LANGUAGE,
    keyId: signing.id,
  };
}

/** The operator's settings for requests. */
export function requestSettings(config: Config): RequestSettings {
  return {
    lapseDays: config.REQUEST_LAPSE_DAYS,
    timeZone: config.TIME_ZONE,
    owners: config.IAM_OWNERS,
    invites: invitePolicy(config),
  };
}

/** Who else may approve a new member of Admin; null if one person is enough. */
export function adminApproval({
  ADMIN_APPROVALS,
  IAM_OWNERS: owners,
  REQUEST_LAPSE_DAYS: lapseDays,
}: Config) {
  return ADMIN_APPROVALS === 2 ? { owners, lapseDays } : null;
}

/** Returns a function that makes an invitee's link, signed by the key that its invite names. */
export function inviteLinks({ PUBLIC_URL, LINK_KEYS }: Config) {
  return (claims: LinkClaims, keyId: string) => `${PUBLIC_URL}/invite/${signLink(claims, keyId, LINK_KEYS)}`;
}
