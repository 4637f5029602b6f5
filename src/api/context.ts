import type { LinkClaims } from "../services/invites/link-token.ts";
import type { InvitePolicy } from "../services/invites/policy.ts";
import type { RequestPolicy } from "../services/requests/policy.ts";
import type { WebhookSettings } from "../services/webhooks/endpoint-fields.ts";

/** What endpoints know besides the request: the operator's settings. */
export interface ApiContext {
  policy: InvitePolicy;
  /** How many lines may be imported in a day; 0 switches imports off. */
  importLimit: number;
  requests: RequestPolicy;
  /** The organisation's time zone. */
  timeZone: string;
  /** Signs the link of an invite's generation, with the key that the invite names. */
  linkOf(claims: LinkClaims, keyId: string): string;
  webhooks: WebhookSettings;
}
