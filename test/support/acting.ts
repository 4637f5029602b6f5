import type { AccountActor } from "../../src/services/actor.ts";
import type { InvitePolicy } from "../../src/services/invites/policy.ts";
import type { RequestPolicy } from "../../src/services/requests/policy.ts";

/** An owner at her Slack, where a test calls services itself. */
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

/** Somebody else at her Slack, who is no owner. */
export const colleague = (userId: string, name: string): AccountActor => ({
  ...mia,
  userId,
  name,
  email: `${userId.toLowerCase()}@acme.io`,
  owner: false,
});

/** The link of a user to such an account. */
export const linkOf = ({ teamId, userId, email }: AccountActor) => ({
  teamId,
  userId,
  email: email ?? "",
  linkedAt: new Date(),
});

/** What an operator might set, with limits that few come to. */
export const policy: InvitePolicy = {
  expiryDays: 7,
  undoSeconds: 0,
  limits: { admin: 10_000, total: 10_000, address: 10 },
  allowedDomains: [],
  language: "en",
  keyId: "k1",
};

/** The same for requests; everybody may act here. */
export const requestPolicy: RequestPolicy = {
  lapseDays: 7,
  timeZone: "UTC",
  owners: [],
  invites: policy,
  isEligible: async () => true,
};
