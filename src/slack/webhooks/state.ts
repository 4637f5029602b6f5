import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { idOfNew, LONGEST_METADATA, stateCodec } from "../kit/state-codec.ts";

const from = z.int().min(0).max(100).default(0);

const page = z.object({
  endpointId: objectId,
  /** The first of its last messages on the screen. */
  from,
  /** The part of the list below it. */
  list: z.object({ from }).default({ from: 0 }),
});

/** What is on the screen of one webhook. */
export type WebhookPageState = z.output<typeof page>;

const change = z.object({
  /** What is changed, and the version that was seen. */
  page,
  version: z.int(),
});

/** What a question about a webhook is about. */
export type WebhookChangeState = z.output<typeof change>;

const form = z.object({
  /** Null while adding a webhook. */
  change: change.nullable(),
  newId: idOfNew,
  /** Counts how often the form was drawn: fields filled in again need new ids. */
  attempt: z.int().default(1),
});

/** What a form is about. */
export type WebhookFormState = z.output<typeof form>;

/** Used as the `private_metadata` of views, and as the values of buttons. */
export const webhookListState = stateCodec(z.object({ from }));
export const webhookPageState = stateCodec(page);
export const webhookChangeState = stateCodec(change, LONGEST_METADATA);
export const webhookFormState = stateCodec(form, LONGEST_METADATA);

/** A message on the screen of its webhook. */
export const messageRef = stateCodec(z.object({ endpointId: objectId, message: z.string().max(30) }));
