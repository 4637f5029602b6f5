import type { InvitePolicy } from "../invites/policy.ts";

/** The operator's settings for requests. */
export interface RequestSettings {
  lapseDays: number;
  /** The organisation's time zone: ends of granted time are named in it. */
  timeZone: string;
  /** Ids of accounts named in IAM_OWNERS, who can answer where nobody else can. */
  owners: readonly string[];
  /** How people who aren't registered are invited. */
  invites: InvitePolicy;
}

/** The policy that requests follow. */
export interface RequestPolicy extends RequestSettings {
  /** Checks right now whether an account may act here; without an answer, it may. */
  isEligible(userId: string): Promise<boolean>;
}
