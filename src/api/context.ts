import type { InvitePolicy } from "../services/invites/policy.ts";

/** What endpoints know beside the request: settings of the operator's. */
export interface ApiContext {
  policy: InvitePolicy;
}
