/** What the operator decided about invites. */
export interface InvitePolicy {
  expiryDays: number;
  /** How long first sends wait, in seconds. */
  undoSeconds: number;
  /** Invites per UTC day, resends included. */
  limits: { admin: number; total: number; address: number };
  /** Empty: every domain. */
  allowedDomains: readonly string[];
  /** The link key that signs now. */
  keyId: string;
}
