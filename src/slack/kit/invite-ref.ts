import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { stateCodec } from "./state-codec.ts";

/** An invite as it stood on the screen of whoever pressed a button on it. */
export const inviteRefSchema = z.object({ inviteId: objectId, generation: z.int().positive() });
export type InviteRef = z.output<typeof inviteRefSchema>;

/** The value of a button on an invite: which was meant, and what was seen of it. */
export const inviteRef = stateCodec(inviteRefSchema);
