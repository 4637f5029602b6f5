import { z } from "zod";
import { objectId } from "../../services/object-id.ts";

/** An invite as it stood on the screen of whoever pressed a button on it. */
export interface SeenInvite {
  inviteId: string;
  generation: number;
}

const schema = z.object({ inviteId: objectId, generation: z.int().positive() });

/** The value of a button on an invite. */
export function seenInviteValue({ inviteId, generation }: SeenInvite): string {
  return JSON.stringify({ inviteId, generation });
}

/** Reads it back; nothing in it is believed beyond which invite was meant and what was seen of it. */
export function seenInvite(value: string | undefined): SeenInvite {
  return schema.parse(JSON.parse(value ?? "null"));
}
