import { z } from "zod";

/** An invite as it stood on the screen of whoever pressed a button on it. */
export interface SeenInvite {
  inviteId: string;
  generation: number;
}

const schema = z.object({ inviteId: z.string().regex(/^[0-9a-f]{24}$/), generation: z.int().positive() });

/** The value of a button on an invite. */
export function seenInviteValue({ inviteId, generation }: SeenInvite): string {
  return JSON.stringify({ inviteId, generation });
}

/** Reads it back; nothing in it is believed beyond which invite was meant and what was seen of it. */
export function seenInvite(value: string | undefined): SeenInvite {
  return schema.parse(JSON.parse(value ?? "null"));
}
