import type { AccountActor } from "../../src/services/actor.ts";
import type { InvitePolicy } from "../../src/services/invites/policy.ts";
import type { RequestPolicy } from "../../src/services/requests/policy.ts";

/** An owner in Slack, for tests that call services themselves. */
export const mia: AccountActor = {
  kind: "account",
  teamId: "T1",
  userId: "UMIA",
  name: "Mia Chen",
  email: "mia@acme.io",
  timeZone: "Europe/Berlin",
  owner: true,
  ineligible: null,
};

/** Somebody else in her Slack, who isn't an owner. */
export const colleague = (userId: string, name: string): AccountActor => ({
  ...mia,
  userId,
  name,
  email: `${userId.toLowerCase()}@acme.io`,
  owner: false,
});

/** A user's link to such an account. */
export const linkOf = ({ teamId, userId, email }: AccountActor) => ({
  teamId,
  userId,
  email: email ?? "",
  linkedAt: new Date(),
});

/** An operator's typical settings, with limits that few tests reach. */
export const policy: InvitePolicy = {
  expiryDays: 7,
  undoSeconds: 0,
  limits: { admin: 10_000, total: 10_000, address: 10 },
  allowedDomains: [],
  language: "en",
  keyId: "k1",
};

/** The same for requests; everybody is eligible here. */
export const requestPolicy: RequestPolicy = {
  lapseDays: 7,
  timeZone: "UTC",
  owners: [],
  invites: policy,
  isEligible: async () => true,
};
