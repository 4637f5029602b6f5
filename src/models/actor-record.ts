import { Schema } from "mongoose";

/** Who did something, as remembered beside what they did: the name then, and the account. */
export interface ActorRecord {
  kind: "slack" | "invitee" | "system";
  name: string;
  email?: string | undefined;
  teamId?: string | undefined;
  userId?: string | undefined;
}

export const actorRecordSchema = new Schema<ActorRecord>(
  {
    kind: { type: String, enum: ["slack", "invitee", "system"], required: true },
    name: { type: String, required: true },
    email: String,
    teamId: String,
    userId: String,
  },
  { _id: false },
);
