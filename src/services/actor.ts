import type { LanguageCode } from "../locales/languages.ts";
import type { ActorRecord } from "../models/actor-record.ts";
import type { Ineligibility } from "../models/ineligibility.ts";
import type { Permission } from "./permissions.ts";

/** Identifies an account: the same in each of its requests, whatever team the request names. */
export interface AccountId {
  /** The workspace the app is installed in, or the organisation, for accounts that belong there. */
  teamId: string;
  /** Other ids of the same organisation, under which an earlier installation of the app may have stored the account. */
  otherTeamIds?: readonly string[] | undefined;
  userId: string;
}

/** An account as described a moment ago. */
export interface AccountActor extends AccountId {
  kind: "account";
  name: string;
  /** The account's email, if the workspace confirmed it. */
  email: string | null;
  /** The account's email if the workspace has not confirmed it, as with single sign-on: alone it proves nothing. */
  unconfirmedEmail?: string | null | undefined;
  timeZone: string;
  /** The language the account is set to, if it is one of ours. */
  language?: LanguageCode | undefined;
  /** Named in IAM_OWNERS. */
  owner: boolean;
  /** Why the account may do nothing here, no matter who it is linked to. */
  ineligible: Ineligibility | null;
}

/** The person who holds an invite's link. */
interface InviteeActor {
  kind: "invitee";
  email: string;
  name: string;
}

/** The app itself, when something falls due. */
export interface SystemActor {
  kind: "system";
}

/** Who answers for an API client: its operator, or a user, with their account if they have one. */
export type ClientOwner =
  | { kind: "operator" }
  | {
      kind: "user";
      userId: string;
      name: string;
      email: string;
      account?: { teamId: string; userId: string } | undefined;
    };

/** An API client as it was a moment ago. */
export interface ClientActor {
  kind: "client";
  clientId: string;
  /** The token it acts with. */
  tokenId: string;
  name: string;
  permissions: readonly Permission[];
  /** Its decisions say yes or no, without the reason. */
  withoutReasons?: boolean | undefined;
  /** The people it registers are invited first. */
  sendsInvites?: boolean | undefined;
  owner: ClientOwner;
}

/** The person who runs the app, at a terminal. */
interface OperatorActor {
  kind: "operator";
}

/** Who can be given permissions (permissions.ts). */
export type Principal = AccountActor | ClientActor | OperatorActor;

/** Who acts: a principal, an invitee on the web, or the system. */
export type Actor = Principal | InviteeActor | SystemActor;

/** Returns the account's email, confirmed by the workspace or not; null without one. */
export function anyEmailOf({ email, unconfirmedEmail }: AccountActor): string | null {
  return email ?? unconfirmedEmail ?? null;
}

/** Filters for the teams an account may be stored under. */
export function teamsOf({ teamId, otherTeamIds = [] }: AccountId): { $in: string[] } {
  return { $in: [teamId, ...otherTeamIds] };
}

/** Formats an account as `team:user`. */
export function accountKey({ teamId, userId }: { teamId: string; userId: string }): string {
  return `${teamId}:${userId}`;
}

/** Returns a principal's key, such as the one its counters are kept under. */
export function principalKey(actor: Principal): string {
  switch (actor.kind) {
    case "account":
      return accountKey(actor);
    case "client":
      return `client:${actor.clientId}`;
    case "operator":
      return "operator";
  }
}

/** Returns an actor as stored beside what they did. */
export function recordOf(actor: Actor): ActorRecord {
  switch (actor.kind) {
    case "account":
      return {
        kind: "slack",
        name: actor.name,
        teamId: actor.teamId,
        userId: actor.userId,
        ...(actor.email && { email: actor.email }),
      };
    case "invitee":
      return { kind: "invitee", name: actor.name, email: actor.email };
    case "system":
      return { kind: "system", name: "iam-bot" };
    case "operator":
      return { kind: "operator", name: "the operator" };
    case "client":
      return recordOfClient(actor);
  }
}

function recordOfClient({ clientId, name, owner }: ClientActor): ActorRecord {
  const client = { kind: "client", clientId, clientName: name } as const;
  if (owner.kind === "operator") return { ...client, name };
  return { ...client, name: owner.name, email: owner.email, ...owner.account };
}
