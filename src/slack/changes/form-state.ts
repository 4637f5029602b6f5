import * as z from "zod";
import { changeActions } from "../../models/run.ts";
import type { ChangedRows } from "../../services/changes/find-rows.ts";
import { pendingListState } from "../invites/pending-state.ts";
import { chosenDay } from "../kit/end-input.ts";
import { chosenGroups } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { LONGEST_METADATA, readValues, stateCodec } from "../kit/state-codec.ts";
import { userListState } from "../users/list-state.ts";

/** The list whose rows are changed, with its search: the form's `private_metadata`. */
export const changeFormState = stateCodec(
  z.object({ of: z.enum(["invites", "users"]), list: z.string() }),
  LONGEST_METADATA,
);
export type ChangeFormState = ReturnType<typeof changeFormState.decode>;

/** Returns which rows these are. */
export function rowsIn({ of, list }: ChangeFormState): ChangedRows {
  if (of === "users") {
    const { text, which } = userListState.decode(list);
    return { of, filter: { text, which } };
  }
  const { text, which, mine } = pendingListState.decode(list);
  return { of, filter: { text, which, mine } };
}

export const chosenAction = z.enum(changeActions);
const { action, add, remove, until, theirInvites } = ids.changes;
const option = <T extends z.ZodType>(value: T) => z.object({ selected_option: z.object({ value }) });
const submitted = z.object({
  [action]: z.object({ [action]: option(chosenAction) }),
  [add]: z.object({ [add]: chosenGroups }).optional(),
  [remove]: z.object({ [remove]: chosenGroups }).optional(),
  [until]: z.object({ [until]: chosenDay }).optional(),
  [theirInvites]: z.object({ [theirInvites]: option(z.enum(["keep", "cancel"])) }).optional(),
});

/** Reads what was filled in. */
export function chosenIn(values: unknown) {
  const fields = readValues(submitted, values);
  return {
    action: fields[action][action].selected_option.value,
    add: fields[add]?.[add] ?? [],
    remove: fields[remove]?.[remove] ?? [],
    until: fields[until]?.[until] ?? "",
    theirInvites: fields[theirInvites]?.[theirInvites].selected_option.value,
  };
}
