import type { Types } from "mongoose";
import type { LanguageCode } from "../../locales/languages.ts";
import type { End } from "../ends.ts";
import type { SeenInvite } from "./replace-invite.ts";

/** Whom to invite, and how. Addresses are lower-cased and each is listed once. */
export interface InviteRequest {
  emails: readonly string[];
  groupIds: readonly string[];
  expiryDays: number;
  /** When the memberships end that they get; the links expire then at the latest. */
  end?: End | undefined;
  /** For how long they last instead, from when it is accepted. */
  lasting?: { hours: number; zone: string } | undefined;
  message?: string | undefined;
  /** Without groups of its own it gives none: a provider decides them. */
  provisioned?: boolean | undefined;
  /** The language that they read, as whoever invites chose it. */
  language?: string | undefined;
  /** The accounts of those who were mentioned, by address: only they can be linked to the user. */
  accounts?: ReadonlyMap<string, MentionedAccount> | undefined;
  /** What some of them get otherwise, by address. */
  details?: ReadonlyMap<string, InviteDetails> | undefined;
  /** The import that they belong to. */
  runId?: Types.ObjectId | undefined;
  /** Whoever has to approve that they get into Admin has done so. */
  approved?: true | undefined;
  /** The invite that these take the place of: it is cancelled when at least one of them is made. */
  replaces?: SeenInvite | undefined;
}

/** The account of somebody who was mentioned, with the language that it is set to, where that is one of ours. */
export interface MentionedAccount {
  teamId: string;
  userId: string;
  language?: LanguageCode | undefined;
}

/** What one address gets otherwise than the others. */
export interface InviteDetails {
  groupIds?: readonly string[] | undefined;
  end?: End | undefined;
  /** When the link expires. */
  expiresAt?: Date | undefined;
  message?: string | undefined;
  name?: string | undefined;
  language?: string | undefined;
}

/** Every group that somebody gets, each once. */
export function groupsChosen({ emails, groupIds, details }: InviteRequest): string[] {
  return [...new Set(emails.flatMap((email) => details?.get(email)?.groupIds ?? groupIds))];
}
