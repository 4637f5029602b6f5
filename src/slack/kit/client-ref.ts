import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { stateCodec } from "./state-codec.ts";

const seen = z.object({
  clientId: objectId,
  /** Its newest token. */
  tokenId: objectId,
  /** Null for the operator. */
  ownerId: objectId.nullable(),
});

/** An API client as it was on the screen when someone pressed a button on it. */
export type ClientRef = z.output<typeof seen>;

/** The value of a button on a client, or a view's `private_metadata`. */
export const clientRef = stateCodec(seen);
