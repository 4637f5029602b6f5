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

/** The part of the list on the screen: the search, and where the page starts. */
export type UserListState = z.output<typeof schema>;

/** The list's `private_metadata`, and the value of its paging buttons. */
export const userListState = stateCodec(schema);

/** Starts the list as a command opens it. */
export const start = (text: string, which: UserListState["which"] = "everyone"): UserListState => ({
  text: beginningOf(text, 100),
  which,
  cursor: null,
});

const { text, which: whichId } = ids.users;
const searched = z.object({
  [text]: z.object({ [text]: z.object({ value: z.string().nullish() }) }),
  // A list drawn by an older version has no such field.
  [whichId]: z.object({ [whichId]: z.object({ selected_option: z.object({ value: which }) }) }).optional(),
});

/** Reads the search, from its first page. */
export function searchIn(values: unknown): UserListState {
  const typed = readValues(searched, values);
  return start(typed[text][text].value ?? "", typed[whichId]?.[whichId].selected_option.value);
}
