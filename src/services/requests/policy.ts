import type { InvitePolicy } from "../invites/policy.ts";

/** What the operator sets of requests. */
export interface RequestSettings {
  lapseDays: number;
  /** The organisation's: the ends of what is given are named in it. */
  timeZone: string;
  /** Ids of accounts named in IAM_OWNERS, who can answer where nobody else can. */
  owners: readonly string[];
  /** How whoever is not registered is invited. */
  invites: InvitePolicy;
}

/** What requests go by. */
export interface RequestPolicy extends RequestSettings {
  /** Asks just now whether an account may act here; while there is no answer, it may. */
  isEligible(userId: string): Promise<boolean>;
}
