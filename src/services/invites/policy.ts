import type { LanguageCode } from "../../locales/languages.ts";
import { domainOf } from "../email-address.ts";

/** How long a link may live, in days: what *Link expires after* offers. */
export const expiryChoices: readonly number[] = [1, 3, 7, 14, 30];
/** The longest that any link may live, in days. */
export const longestExpiryDays = 30;

/** What the operator decided about invites. */
export interface InvitePolicy {
  expiryDays: number;
  /** How long first sends wait, in seconds. */
  undoSeconds: number;
  /** Invites per UTC day, resends included. */
  limits: { admin: number; total: number; address: number };
  /** Empty: every domain. */
  allowedDomains: readonly string[];
  /** What people are written to in when nothing says which language they read. */
  language: LanguageCode;
  /** The link key that signs now. */
  keyId: string;
}

/** Whether the organisation invites anybody at an address's domain. */
export function isDomainAllowed(
  email: string,
  { allowedDomains }: Pick<InvitePolicy, "allowedDomains">,
): boolean {
  return allowedDomains.length === 0 || allowedDomains.includes(domainOf(email));
}
