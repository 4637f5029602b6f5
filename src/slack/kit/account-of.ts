import { z } from "zod";
import type { AccountRef } from "./accounts.ts";

const interaction = z.object({ user: z.object({ id: z.string(), team_id: z.string().nullish() }) });
const command = z.object({ user_id: z.string(), team_id: z.string() });

/**
 * Reads who acts from the payload of a press or submit. Its `team_id` is the actor's, not the installation's; in a Grid
 * it is the home workspace or the organisation.
 */
export function accountOf(body: unknown): AccountRef {
  const { user } = interaction.parse(body);
  return { userId: user.id, actingFrom: user.team_id ?? undefined };
}

/** Reads who acts from the payload of a slash command. Its `team_id` is the workspace where it was typed. */
export function commandAccountOf(body: unknown): AccountRef {
  const { user_id, team_id } = command.parse(body);
  return { userId: user_id, actingFrom: team_id };
}
