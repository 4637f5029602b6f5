import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { pageCursor } from "../kit/page-cursor.ts";
import { stateCodec } from "../kit/state-codec.ts";

/** Whose activity is on the screen, and where its page starts. */
export const activityState = stateCodec(z.object({ userId: objectId, cursor: pageCursor }));
