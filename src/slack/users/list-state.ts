import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";
import { LONGEST_METADATA, stateCodec } from "../kit/state-codec.ts";

/** What a trail may take of Slack's 3,000 characters. */
const LONGEST_TRAIL = 2_000;

const cursor = z.object({ key: z.string().max(320), userId: objectId }).nullable();
const schema = z.object({
  text: z.string().max(100).default(""),
  after: cursor.default(null),
  trail: z.array(cursor).default([]),
});

/** Which part of the list is on the screen: what was searched for, where the page starts, and the pages before it. */
export type UserListState = z.output<typeof schema>;

/** The list's `private_metadata`. */
export const userListState = stateCodec(schema, LONGEST_METADATA);

/** Where a page starts: the value of *Next*. */
export const userCursor = stateCodec(cursor);

/** The list as a command opens it. */
export const start = (text: string): UserListState => ({ text: text.slice(0, 100), after: null, trail: [] });

/** The page that starts there; of a very long trail the oldest steps are forgotten. */
export function following(
  { text, after, trail }: UserListState,
  next: z.output<typeof cursor>,
): UserListState {
  const longer = [...trail, after];
  while (JSON.stringify(longer).length > LONGEST_TRAIL) longer.shift();
  return { text, after: next, trail: longer };
}

/** The page that was on the screen before; the first one when that is forgotten. */
export function preceding({ text, trail }: UserListState): UserListState {
  return { text, after: trail.at(-1) ?? null, trail: trail.slice(0, -1) };
}

const searched = z.object({
  [ids.users.text]: z.object({ [ids.users.text]: z.object({ value: z.string().nullish() }) }),
});

/** Reads what was typed to search for. */
export function searchIn(values: unknown): string {
  const { text } = ids.users;
  return searched.parse(values)[text][text].value ?? "";
}
