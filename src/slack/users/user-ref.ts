import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import type { UserVersion } from "../../services/users/user-version.ts";

/** A user as an admin has them on the screen. */
export const seenUserSchema = z.object({
  userId: objectId,
  state: z.string().max(32),
  at: z.number(),
});

/** A user as an admin has them on the screen: the value of a button, or a view's `private_metadata`. */
export function seenUserValue({ userId, state, at }: UserVersion): string {
  return JSON.stringify({ userId, state, at });
}

/** Reads it back; nothing in it is believed beyond who was meant and what was seen of them. */
export function seenUser(value: string | undefined): UserVersion {
  return seenUserSchema.parse(JSON.parse(value ?? "null"));
}
