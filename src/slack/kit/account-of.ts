import * as z from "zod";
import type { AccountRef } from "./accounts.ts";

/** If the app is installed in a whole organisation, a payload may name no team: the field is null or missing. */
const team = z
  .string()
  .nullish()
  .transform((id) => id || undefined);
const interaction = z.object({ user: z.object({ id: z.string(), team_id: team }) });
const command = z.object({ user_id: z.string(), team_id: team });
const event = z.object({ team_id: team, event: z.object({ user: z.string() }) });

/**
 * Reads who acts from the payload of a press or submit. Its `team_id` is the actor's, not the installation's; in a Grid
 * it is their home workspace or the organisation.
 */
export function accountOf(body: unknown): AccountRef {
  const { user } = interaction.parse(body);
  return { userId: user.id, actingFrom: user.team_id };
}

/** The same, for reporting what is wrong with a payload: undefined if it names nobody. */
export function accountIn(body: unknown): AccountRef | undefined {
  return interaction.safeParse(body).success ? accountOf(body) : undefined;
}

/** Reads who acts from the payload of a slash command. Its `team_id` is the workspace where it was typed. */
export function commandAccountOf(body: unknown): AccountRef {
  const { user_id, team_id } = command.parse(body);
  return { userId: user_id, actingFrom: team_id };
}

/** Reads who acts from the envelope of an event. Its `team_id` is the workspace where it happened. */
export function eventAccountOf(body: unknown): AccountRef {
  const { team_id, event: happened } = event.parse(body);
  return { userId: happened.user, actingFrom: team_id };
}
