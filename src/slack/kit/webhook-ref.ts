import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { stateCodec } from "./state-codec.ts";

/** A webhook as it is on the screen or on a card. */
export const webhookRef = stateCodec(z.object({ endpointId: objectId, version: z.int() }));
