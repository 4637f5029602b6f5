import type { ChangeFacts } from "../../models/run.ts";
import type { PendingFilter } from "../invites/list-invites.ts";
import type { UserFilter } from "../users/matching-users.ts";

/** Which rows a change covers: everything one of the lists finds. */
export type ChangedRows = { of: "invites"; filter: PendingFilter } | { of: "users"; filter: UserFilter };

/** The requested change, and its rows. */
export type ChangeRequest = ChangedRows &
  Pick<ChangeFacts, "action" | "theirInvites"> & {
    /** Ids of groups. */
    add: readonly string[];
    remove: readonly string[];
    /** The last day of each new membership; empty for none. */
    until: string;
  };
