import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { stateCodec } from "../kit/state-codec.ts";

/** The shape of a user as an admin sees them on the screen. */
export const userRefSchema = z.object({ userId: objectId, state: z.string().max(32), at: z.number() });

/** A user as an admin sees them on the screen. */
export type UserRef = z.output<typeof userRefSchema>;

/** The value of a button on a user, or a view's `private_metadata`: which user, and the state that was seen. */
export const userRef = stateCodec(userRefSchema);
