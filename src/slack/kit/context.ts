import type { Logger } from "pino";
import type { SlackAccess } from "../../http/metrics.ts";
import type { SealingStatus } from "../../services/audit/sealing-status.ts";
import type { LinkClaims } from "../../services/invites/link-token.ts";
import type { InvitePolicy } from "../../services/invites/policy.ts";
import type { RequestPolicy } from "../../services/requests/policy.ts";
import type { WebhookSettings } from "../../services/webhooks/endpoint-fields.ts";
import type { Accounts } from "./accounts.ts";
import type { Readers } from "./reader.ts";

/** What listeners work with, besides the request. */
export interface SlackContext {
  accounts: Accounts;
  readers: Readers;
  policy: InvitePolicy;
  /** How many lines imports may process in a day; 0 switches them off. */
  importLimit: number;
  requests: RequestPolicy;
  log: Logger;
  /** Returns the link of one generation of an invite. */
  linkOf(claims: LinkClaims, keyId: string): string;
  webhooks: WebhookSettings;
  organisation: string;
  /** The organisation's: where days end. */
  timeZone: string;
  /** The Slack ids in IAM_OWNERS. */
  owners: readonly string[];
  /** Whether SendGrid reports deliveries. */
  deliveryReported: boolean;
  sealing: Readonly<SealingStatus>;
  slackAccess: SlackAccess;
  /** The app’s own account. */
  botUserId: string;
  /** Aborted when the process stops: what a listener does later must not outlive it. */
  stopping: AbortSignal;
}
