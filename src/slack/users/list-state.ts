import { z } from "zod";
import { ids } from "../kit/ids.ts";
import { pageCursor } from "../kit/page-cursor.ts";
import { stateCodec } from "../kit/state-codec.ts";

const schema = z.object({ text: z.string().max(100).default(""), cursor: pageCursor.default(null) });

/** Which part of the list is on the screen: what was searched for, and where the page starts. */
export type UserListState = z.output<typeof schema>;

/** The list's `private_metadata`, and the value of the buttons that page. */
export const userListState = stateCodec(schema);

/** Begins the list as a command opens it. */
export const start = (text: string): UserListState => ({ text: text.slice(0, 100), cursor: null });

const searched = z.object({
  [ids.users.text]: z.object({ [ids.users.text]: z.object({ value: z.string().nullish() }) }),
});

/** Reads what was typed to search for. */
export function searchIn(values: unknown): string {
  const { text } = ids.users;
  return searched.parse(values)[text][text].value ?? "";
}
