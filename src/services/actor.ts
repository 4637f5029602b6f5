import type { ActorRecord } from "../models/actor-record.ts";
import type { Ineligibility } from "../models/ineligibility.ts";

/** Which account it is. The same for every request of one account, whatever team the request names. */
export interface AccountId {
  /** The workspace that the app is installed in, or the organisation, of accounts that belong there. */
  teamId: string;
  /** What it may be stored under from before the app was installed as it is now: more of the same organisation. */
  otherTeamIds?: readonly string[] | undefined;
  userId: string;
}

/** An account, as it was described a moment ago. */
export interface AccountActor extends AccountId {
  kind: "account";
  name: string;
  /** The account's email, if the workspace confirmed it. */
  email: string | null;
  /** The account's email, where the workspace has not confirmed it, as with single sign-on: it proves nothing by itself. */
  unconfirmedEmail?: string | null | undefined;
  timeZone: string;
  /** Named in IAM_OWNERS. */
  owner: boolean;
  /** Why the account may do nothing here, whoever it is linked to. */
  ineligible: Ineligibility | null;
}

/** Whoever holds an invite's link. */
interface InviteeActor {
  kind: "invitee";
  email: string;
  name: string;
}

/** The app itself, when something falls due. */
interface SystemActor {
  kind: "system";
}

/** Who can be given permissions (permissions.ts). */
export type Principal = AccountActor;

/** Who acts: a principal, an invitee on the web, or the system. */
export type Actor = Principal | InviteeActor | SystemActor;

/** Reads the account's email, whether the workspace has confirmed it or not; null without one. */
export function anyEmailOf({ email, unconfirmedEmail }: AccountActor): string | null {
  return email ?? unconfirmedEmail ?? null;
}

/** Filters for the teams that an account may be stored under. */
export function teamsOf({ teamId, otherTeamIds = [] }: AccountId): { $in: string[] } {
  return { $in: [teamId, ...otherTeamIds] };
}

/** Writes an account as one word: `team:user`. */
export function accountKey({ teamId, userId }: { teamId: string; userId: string }): string {
  return `${teamId}:${userId}`;
}

/** Describes an actor as it is stored beside what they did. */
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
  }
}
