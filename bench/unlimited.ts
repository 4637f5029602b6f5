import type { InvitePolicy } from "../src/services/invites/policy.ts";

/** More than any measure reaches. */
export const NO_LIMIT = 1_000_000;

/** The settings of an operator who limits nothing. */
export const policy: InvitePolicy = {
  expiryDays: 7,
  undoSeconds: 0,
  allowedDomains: [],
  keyId: "k1",
  language: "en",
  limits: { admin: NO_LIMIT, total: NO_LIMIT, address: NO_LIMIT },
};
