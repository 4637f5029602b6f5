import type { Logger } from "pino";
import type { InvitePolicy } from "../services/policy.ts";
import type { Accounts } from "./account.ts";

/** What listeners work with, besides the request. */
export interface Surroundings {
  accounts: Accounts;
  policy: InvitePolicy;
  log: Logger;
  organisation: string;
  /** Slack ids named in IAM_OWNERS. */
  owners: readonly string[];
  /** Whether anybody is named in IAM_OWNERS. */
  hasOwners: boolean;
  /** Whether SendGrid reports what becomes of mails. */
  deliveryReported: boolean;
}
