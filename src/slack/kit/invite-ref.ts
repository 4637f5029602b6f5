import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { stateCodec } from "./state-codec.ts";

/** An invite as it was on the screen when someone pressed a button on it. */
export const inviteRefSchema = z.object({ inviteId: objectId, generation: z.int().positive() });
export type InviteRef = z.output<typeof inviteRefSchema>;

/** The value of a button on an invite: which one, and the state that was seen. */
export const inviteRef = stateCodec(inviteRefSchema);
