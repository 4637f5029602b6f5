import * as z from "zod";
import { beginningOf } from "../../services/cut-off.ts";
import { ids } from "../kit/ids.ts";
import { pageCursor } from "../kit/page-cursor.ts";
import { readValues, stateCodec } from "../kit/state-codec.ts";

const which = z.enum(["everyone", "ending"]);
const schema = z.object({
  text: z.string().max(100).default(""),
  which: which.default("everyone"),
  cursor: pageCursor.default(null),
});

/** Which part of the list is on the screen: what was searched for, and where the page starts. */
export type UserListState = z.output<typeof schema>;

/** The list's `private_metadata`, and the value of the buttons that page. */
export const userListState = stateCodec(schema);

/** Begins the list as a command opens it. */
export const start = (text: string, which: UserListState["which"] = "everyone"): UserListState => ({
  text: beginningOf(text, 100),
  which,
  cursor: null,
});

const { text, which: whichId } = ids.users;
const searched = z.object({
  [text]: z.object({ [text]: z.object({ value: z.string().nullish() }) }),
  // A list that an older version drew has no such field.
  [whichId]: z.object({ [whichId]: z.object({ selected_option: z.object({ value: which }) }) }).optional(),
});

/** Reads what was searched for: its first page. */
export function searchIn(values: unknown): UserListState {
  const typed = readValues(searched, values);
  return start(typed[text][text].value ?? "", typed[whichId]?.[whichId].selected_option.value);
}
