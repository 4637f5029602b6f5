import type { Types } from "mongoose";
import type { LanguageCode } from "../../locales/languages.ts";
import type { End } from "../ends.ts";
import type { SeenInvite } from "./replace-invite.ts";

/** Whom to invite, and how. Addresses are lower-cased, and each is listed once. */
export interface InviteRequest {
  emails: readonly string[];
  groupIds: readonly string[];
  expiryDays: number;
  /** When the memberships they get end; the links expire no later than that. */
  end?: End | undefined;
  /** Instead of an end: how long the memberships last, from acceptance. */
  lasting?: { hours: number; zone: string } | undefined;
  message?: string | undefined;
  /** With no groups of its own it gives none: a provider decides them. */
  provisioned?: boolean | undefined;
  /** The language they read, as chosen by the inviter. */
  language?: string | undefined;
  /** The accounts of mentioned people, by address: only these can be linked to the user. */
  accounts?: ReadonlyMap<string, MentionedAccount> | undefined;
  /** What some of them get differently, by address. */
  details?: ReadonlyMap<string, InviteDetails> | undefined;
  /** The import they belong to. */
  runId?: Types.ObjectId | undefined;
  /** Their joining Admin has been approved by everyone who has to. */
  approved?: true | undefined;
  /** The invite these replace: it is cancelled when at least one of them is created. */
  replaces?: SeenInvite | undefined;
}

/** The account of a mentioned person, with its language if it is one of ours. */
export interface MentionedAccount {
  teamId: string;
  userId: string;
  language?: LanguageCode | undefined;
}

/** How one address's invite differs from the others. */
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
