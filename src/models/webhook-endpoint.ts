import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

/** A stored secret: encrypted with AES-256-GCM, with the endpoint's id as additional data. */
export interface EncryptedSecret {
  /** The key in SECRET_KEYS that encrypted it. */
  keyId: string;
  /** Nonce, tag and ciphertext, in base64. */
  box: string;
}

/** Why an endpoint is off: someone switched it off, it failed for days, or it answered 410. */
export type OffReason = "switched_off" | "failing" | "gone";

export interface WebhookEndpointDocument {
  _id: Types.ObjectId;
  url: string;
  description: string;
  /** Names of events, families such as `user.*`, or `*`. */
  events: string[];
  secret: EncryptedSecret;
  /** Also signs until then, so that receivers have time to learn the new one. */
  previousSecret?: { secret: EncryptedSecret; until: Date } | undefined;
  createdBy: ActorRecord;
  createdAt: Date;
  /** Who last edited it or switched it off or on. */
  changedBy?: ActorRecord | undefined;
  changedAt?: Date | undefined;
  /** +1 at each change someone makes; an edit names the version it was made on. */
  version: number;
  /** Since when nothing has reached it; missing while the last attempt did. */
  failingSince?: Date | undefined;
  /** Missing while it is on. */
  off?: { reason: OffReason; at: Date } | undefined;
}

const encrypted = new Schema<EncryptedSecret>(
  { keyId: { type: String, required: true }, box: { type: String, required: true } },
  { _id: false },
);

const schema = new Schema<WebhookEndpointDocument>(
  {
    url: { type: String, required: true },
    description: { type: String, default: "" },
    events: { type: [String], required: true },
    secret: { type: encrypted, required: true },
    previousSecret: new Schema(
      { secret: { type: encrypted, required: true }, until: { type: Date, required: true } },
      { _id: false },
    ),
    createdBy: { type: actorRecordSchema, required: true },
    createdAt: { type: Date, required: true },
    changedBy: actorRecordSchema,
    changedAt: Date,
    version: { type: Number, required: true, default: 1 },
    failingSince: Date,
    off: new Schema(
      {
        reason: { type: String, enum: ["switched_off", "failing", "gone"], required: true },
        at: { type: Date, required: true },
      },
      { _id: false },
    ),
  },
  { strictQuery: "throw", autoIndex: false },
);

/** Where webhooks go. There are at most 100 (services/webhooks/endpoints.ts), so lists are read whole. */
export const WebhookEndpoint = model<WebhookEndpointDocument>("WebhookEndpoint", schema, "webhookendpoints");
