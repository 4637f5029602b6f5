import type { OwnFigures } from "../http/metrics.ts";
import type { RequestLimits } from "../http/rate-limits.ts";
import type { LanguageCode } from "../locales/languages.ts";
import type { AccountActor } from "../services/actor.ts";
import type { LinkKey } from "../services/invites/link-token.ts";
import type { RequestPolicy } from "../services/requests/policy.ts";

/** The part of the configuration that the pages need. */
export interface WebSettings {
  organisationName: string;
  linkKeys: readonly LinkKey[];
  /** Where invitees reach the app; may contain a path. */
  publicUrl: string;
  /** Where a new user continues; when unset, in Slack, if they have an account there. */
  afterAcceptUrl?: string | undefined;
  /** What pages are in when nothing says which language somebody reads. */
  language: LanguageCode;
  /** What comes next, as the organisation says it to a new user. */
  afterAcceptText?: string | undefined;
  /** The workspace's address from `auth.test`, such as https://acme.slack.com/. */
  slackUrl: string;
  /** Where Slack posts to, if it does; whoever else looks there is told so. */
  slackPath?: string | undefined;
  /** Whether browsers are told to insist on https. */
  production: boolean;
  /** Bearer token for `/metrics`; without it, the path does not exist. */
  metricsToken?: string | undefined;
  /** What metrics tell of this process. */
  figures: Pick<OwnFigures, "sealing" | "slackAccess">;
  requestLimits: RequestLimits;
  /** Finds out just now who acts by an account: whoever confirms by a link is not signed in here. */
  accountNow(userId: string): Promise<AccountActor>;
  /** How approvals that are confirmed here are carried out. */
  requests: RequestPolicy;
}
