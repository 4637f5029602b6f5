import * as z from "zod";
import type { Account } from "../accounts.ts";
import { ApiError } from "../api-error.ts";
import type { Workspace } from "../workspace.ts";
import { flag, type Method, method } from "./method.ts";

/** The `users.*` methods. */
export const userMethods: Record<string, Method> = {
  "users.info": method(
    "users:read",
    z.object({ user: z.string(), include_locale: flag.default(false) }),
    ({ user, include_locale: locale }, workspace) => {
      const account = workspace.account(user);
      if (!account) throw new ApiError("user_not_found");
      return { user: workspace.describe(account, { locale }) };
    },
  ),

  "users.lookupByEmail": method(
    "users:read.email",
    z.object({ email: z.string() }),
    ({ email }, workspace) => {
      const account = workspace.accounts.find(
        (account) =>
          !account.bot &&
          !account.deactivated &&
          workspace.reaches(account) &&
          account.email?.toLowerCase() === email.toLowerCase(),
      );
      if (!account) throw new ApiError("users_not_found");
      return { user: workspace.describe(account) };
    },
  ),

  "users.list": method(
    "users:read",
    z.object({
      cursor: z.string().optional(),
      limit: z.coerce.number().int().min(0).max(1000).optional(),
      team_id: z.string().optional(),
      include_locale: flag.default(false),
    }),
    ({ cursor, limit, team_id: asked, include_locale: locale }, workspace) => {
      const all = listed(workspace, asked);
      const start = cursor ? Number(Buffer.from(cursor, "base64").toString().replace("user:", "")) : 0;
      if (!Number.isInteger(start) || start > all.length) throw new ApiError("invalid_cursor");
      const end = limit ? start + limit : all.length;
      return {
        members: all.slice(start, end).map((account) => workspace.describe(account, { locale })),
        cache_ts: Math.floor(Date.now() / 1000),
        response_metadata: {
          next_cursor: end < all.length ? Buffer.from(`user:${end}`).toString("base64") : "",
        },
      };
    },
  ),
};

/** Returns the people to list: everyone, or in a Grid those of a workspace, which an organisation's token must name. */
function listed(
  { accounts, organisation, installedAt, isForWhole }: Workspace,
  asked: string | undefined,
): Account[] {
  if (!organisation) return accounts;
  const team = isForWhole ? asked : installedAt;
  if (!team) throw new ApiError("missing_argument");
  return accounts.filter(({ teams, teamId }) => teams?.includes(team) || teamId === team);
}
