import type { RequestLimits } from "../http/rate-limits.ts";
import type { LinkKey } from "../services/invites/link-token.ts";

/** What the web side needs to know of the configuration. */
export interface WebSettings {
  organisationName: string;
  linkKeys: readonly LinkKey[];
  /** Where invitees reach us; a path in it is kept. */
  publicUrl: string;
  /** Where a new user goes next; without it, to `slackUrl`. */
  afterAcceptUrl?: string | undefined;
  /** The workspace, as `auth.test` names it, such as https://acme.slack.com/. */
  slackUrl: string;
  /** Tells browsers to insist on https. */
  production: boolean;
  /** Who shows it may read `/metrics`; without it, there is none. */
  metricsToken?: string | undefined;
  requestLimits: RequestLimits;
}
