import type { InvitePolicy } from "../src/services/invites/policy.ts";

/** More than any measure comes to. */
export const NO_LIMIT = 1_000_000;

/** What an operator sets who limits nothing. */
export const policy: InvitePolicy = {
  expiryDays: 7,
  undoSeconds: 0,
  allowedDomains: [],
  keyId: "k1",
  language: "en",
  limits: { admin: NO_LIMIT, total: NO_LIMIT, address: NO_LIMIT },
};
