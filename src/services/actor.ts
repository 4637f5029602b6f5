import type { ActorRecord } from "../models/actor-record.ts";
import type { Ineligibility } from "../models/ineligibility.ts";

/** An account of the workspace, as the workspace described it a moment ago. */
export interface AccountActor {
  kind: "account";
  teamId: string;
  userId: string;
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
