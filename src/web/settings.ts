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
  /** Where a new user continues; if unset, in Slack, provided they have an account there. */
  afterAcceptUrl?: string | undefined;
  /** The language of pages when nothing says which one the reader prefers. */
  language: LanguageCode;
  /** The organisation's own sentence for new users about what comes next. */
  afterAcceptText?: string | undefined;
  /** The workspace's address from `auth.test`, such as https://acme.slack.com/. */
  slackUrl: string;
  /** The path Slack posts to, if it does; other methods are refused there. */
  slackPath?: string | undefined;
  /** Whether browsers are told to insist on https. */
  production: boolean;
  /** Bearer token for `/metrics`; without it, the path does not exist. */
  metricsToken?: string | undefined;
  /** What the metrics report about this process. */
  figures: Pick<OwnFigures, "sealing" | "slackAccess">;
  requestLimits: RequestLimits;
  /** Looks up the person behind an account right now: people who confirm by a link aren't signed in here. */
  accountNow(userId: string): Promise<AccountActor>;
  /** How approvals confirmed here are carried out. */
  requests: RequestPolicy;
}
