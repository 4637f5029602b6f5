import type { LinkClaims } from "../services/invites/link-token.ts";
import type { InvitePolicy } from "../services/invites/policy.ts";
import type { RequestPolicy } from "../services/requests/policy.ts";
import type { WebhookSettings } from "../services/webhooks/endpoint-fields.ts";

/** What endpoints know beside the request: settings of the operator's. */
export interface ApiContext {
  policy: InvitePolicy;
  /** How many lines imports may do in a day; 0 switches them off. */
  importLimit: number;
  requests: RequestPolicy;
  /** The organisation's. */
  timeZone: string;
  /** Signs the link of an invite's generation, by the key that it was written with. */
  linkOf(claims: LinkClaims, keyId: string): string;
  webhooks: WebhookSettings;
}
