import * as z from "zod";
import type { Account } from "../accounts.ts";
import { ApiError } from "../api-error.ts";
import type { Workspace } from "../workspace.ts";

/** The workspace in which a call writes to someone. */
export const inWorkspace = { team_id: z.string().optional() };

/**
 * Refuses a workspace that an organisation's token doesn't cover, or that the person is not in. Slack doesn't require
 * one in these calls, and ignores it with a workspace's token.
 */
export function checkWorkspace(
  { isForWhole, granted }: Workspace,
  teamId: string | undefined,
  person: Account | undefined,
  refusal: "user_not_found" | "channel_not_found",
): void {
  if (teamId === undefined || !isForWhole) return;
  if (!granted.some(({ id }) => id === teamId)) throw new ApiError("team_access_not_granted");
  if (person && !person.teams?.includes(teamId)) throw new ApiError(refusal);
}
