import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { stateCodec } from "./state-codec.ts";

/** The value of a button on a batch of invites. */
export const batchRef = stateCodec(z.object({ batchId: objectId }));
