import * as z from "zod";
import { type Migration, rewriting } from "./migration.ts";

/** What accounts are stored under, and what it was while the app was installed elsewhere in the same organisation. */
export interface AccountKeys {
  key: string;
  earlier: string | RegExp;
}

const account = z.object({ teamId: z.string() }).optional();

/**
 * Stores accounts under the organisation after the app was installed in all of it instead of a workspace, or the
 * other way round. People's ids are unique within an organisation, so each stays the same account. Records of who did
 * something are left as they are.
 */
export function accountKeys(keys: AccountKeys): Migration[] {
  const pending = (...paths: string[]) => ({ $or: paths.map((path) => ({ [path]: keys.earlier })) });
  const moved = (path: string, stored: z.output<typeof account>) =>
    stored && isEarlier(stored.teamId, keys) ? { [path]: keys.key } : {};
  return [
    rewriting({
      id: "009-user-accounts",
      title: "Keeps accounts of users under where the app is installed now",
      collection: "users",
      pending: pending("slack.teamId", "invitedAccount.teamId"),
      shape: z.object({ email: z.string(), slack: account, invitedAccount: account }),
      rewrite: ({ slack, invitedAccount }) => ({
        ...moved("slack.teamId", slack),
        ...moved("invitedAccount.teamId", invitedAccount),
      }),
      unique: ({ email }) => email,
    }),
    rewriting({
      id: "009-invite-accounts",
      title: "Keeps accounts of invites under where the app is installed now",
      collection: "invites",
      pending: pending("account.teamId", "invitedBy.teamId"),
      shape: z.object({ account, invitedBy: z.object({ teamId: z.string().optional() }) }),
      rewrite: ({ account: mentioned, invitedBy: { teamId } }) => ({
        ...moved("account.teamId", mentioned),
        ...moved("invitedBy.teamId", teamId === undefined ? undefined : { teamId }),
      }),
    }),
    rewriting({
      id: "009-batch-accounts",
      title: "Keeps accounts of whoever invited under where the app is installed now",
      collection: "batches",
      pending: pending("invitedBy.teamId"),
      shape: z.object({ invitedBy: z.object({ teamId: z.string() }) }),
      rewrite: ({ invitedBy }) => moved("invitedBy.teamId", invitedBy),
    }),
  ];
}

function isEarlier(teamId: string, { earlier }: AccountKeys): boolean {
  return typeof earlier === "string" ? teamId === earlier : earlier.test(teamId);
}
