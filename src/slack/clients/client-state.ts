import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { pageCursor } from "../kit/page-cursor.ts";
import { idOfNew, LONGEST_METADATA, stateCodec } from "../kit/state-codec.ts";

const list = z.object({ cursor: pageCursor.default(null) });

/** The page of the list of clients that is on the screen. */
export type ClientListState = z.output<typeof list>;

const request = z.object({
  newId: idOfNew,
  name: z.string().max(200),
  permissions: z.array(z.string().max(40)).max(40),
  expiryDays: z.int().nullable(),
  withoutReasons: z.boolean().default(false),
  sendsInvites: z.boolean().default(false),
});

/** What was entered for a new client. */
export type ClientDraft = z.output<typeof request>;

const option = z.object({
  clientId: objectId,
  option: z.enum(["withoutReasons", "sendsInvites"]),
  on: z.boolean(),
});

export type OptionChoice = z.output<typeof option>;

/** The value of a button that switches an option of a client: its new state. */
export const optionChoice = stateCodec(option);

/** Used as the `private_metadata` of views, and as the values of paging buttons. */
export const clientListState = stateCodec(list);
export const clientDraft = stateCodec(request, LONGEST_METADATA);

/** Starts the list as a command opens it. */
export const start: ClientListState = { cursor: null };
