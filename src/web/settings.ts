import type { RequestLimits } from "../http/rate-limits.ts";
import type { SealingStatus } from "../services/audit/sealing-status.ts";
import type { LinkKey } from "../services/invites/link-token.ts";

/** The part of the configuration that the pages need. */
export interface WebSettings {
  organisationName: string;
  linkKeys: readonly LinkKey[];
  /** Where invitees reach the app; may contain a path. */
  publicUrl: string;
  /** Where a new user continues; when unset, in Slack, if they have an account there. */
  afterAcceptUrl?: string | undefined;
  /** What comes next, as the organisation says it to a new user. */
  afterAcceptText?: string | undefined;
  /** The workspace's address from `auth.test`, such as https://acme.slack.com/. */
  slackUrl: string;
  /** Whether browsers are told to insist on https. */
  production: boolean;
  /** Bearer token for `/metrics`; without it, the path does not exist. */
  metricsToken?: string | undefined;
  /** Whether this process seals the audit log, as a metric tells it; missing without AUDIT_KEY. */
  sealing?: Readonly<SealingStatus> | undefined;
  requestLimits: RequestLimits;
}
