import { Schema } from "mongoose";

export const actorKinds = ["slack", "invitee", "system", "client", "operator"] as const;

/**
 * Who did something, as remembered beside what they did: the name then, and the account. Where an API client did it, the
 * name, address and account are its owner's, if that is a user.
 */
export interface ActorRecord {
  kind: (typeof actorKinds)[number];
  name: string;
  email?: string | undefined;
  teamId?: string | undefined;
  userId?: string | undefined;
  /** The API client, and what it was called then. */
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

/** Tells whether an API client of the operator's did it: people read that the organisation did. */
export function isOrganisation({ kind, email }: Pick<ActorRecord, "kind" | "email">): boolean {
  return kind === "client" && email === undefined;
}

/** Names who did something, as lists and the log do: *Mia Chen by Portal* where her API client did it. */
export function nameOf({ name, clientName = name }: Pick<ActorRecord, "name" | "clientName">): string {
  return clientName === name ? name : `${name} by ${clientName}`;
}
