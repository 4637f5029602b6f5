import type { ActorRecord } from "../models/actor-record.ts";

/** Why a Slack account may do nothing here, whoever it is linked to. */
export type Barred = "a bot" | "a guest" | "deactivated" | "from another team";

/** A Slack account, as `users.info` described it a moment ago. */
export interface SlackActor {
  kind: "slack";
  teamId: string;
  userId: string;
  name: string;
  /** The account's email, if Slack confirmed it. */
  email: string | null;
  timeZone: string;
  /** Named in IAM_OWNERS. */
  owner: boolean;
  barred: Barred | null;
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

/** Who does it: a Slack account, an invitee on the web, or the system. */
export type Actor = SlackActor | InviteeActor | SystemActor;

/** The actor as remembered beside what they did. */
export function recordOf(actor: Actor): ActorRecord {
  switch (actor.kind) {
    case "slack":
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
