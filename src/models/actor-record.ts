import { Schema } from "mongoose";

export const actorKinds = ["slack", "invitee", "system", "client", "operator"] as const;

/**
 * Who did something, as stored beside what they did: their name at the time, and their account. For an API client,
 * the name, address and account are its owner's, if the owner is a user.
 */
export interface ActorRecord {
  kind: (typeof actorKinds)[number];
  name: string;
  email?: string | undefined;
  teamId?: string | undefined;
  userId?: string | undefined;
  /** The API client, and its name at the time. */
  clientId?: string | undefined;
  clientName?: string | undefined;
}

export const actorRecordSchema = new Schema<ActorRecord>(
  {
    kind: { type: String, enum: actorKinds, required: true },
    name: { type: String, required: true },
    email: String,
    teamId: String,
    userId: String,
    clientId: String,
    clientName: String,
  },
  { _id: false },
);

/** Tells whether one of the operator's API clients did it: people read that the organisation did. */
export function isOrganisation({ kind, email }: Pick<ActorRecord, "kind" | "email">): boolean {
  return kind === "client" && email === undefined;
}

/** Names who did something, as in lists and the log: *Mia Chen by Portal* when her API client did it. */
export function nameOf({ name, clientName = name }: Pick<ActorRecord, "name" | "clientName">): string {
  return clientName === name ? name : `${name} by ${clientName}`;
}
