import type { LanguageCode } from "../../locales/languages.ts";
import { domainOf } from "../email-address.ts";

/** How long a link may live, in days, as offered under *Link expires after*. */
export const expiryChoices: readonly number[] = [1, 3, 7, 14, 30];
/** The longest any link may live, in days. */
export const longestExpiryDays = 30;

/** The operator's settings for invites. */
export interface InvitePolicy {
  expiryDays: number;
  /** How long first sends wait, in seconds. */
  undoSeconds: number;
  /** Invites per UTC day, resends included. */
  limits: { admin: number; total: number; address: number };
  /** Empty: every domain. */
  allowedDomains: readonly string[];
  /** The language of mails when nothing says what the person reads. */
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
