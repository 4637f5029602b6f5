import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";

/** What a trail may take of Slack's 3,000 characters. */
const LONGEST_TRAIL = 2_000;

const cursor = z.object({ key: z.string().max(320), userId: objectId }).nullable();

const place = z.object({
  text: z.string().max(100).default(""),
  after: cursor.default(null),
  trail: z.array(cursor).default([]),
});

/** Which part of the list is on the screen: what was searched for, where the page starts, and the pages before it. */
export type UsersPlace = z.output<typeof place>;
type Cursor = z.output<typeof cursor>;

/** The list as a command opens it. */
export const start = (text: string): UsersPlace => ({ text: text.slice(0, 100), after: null, trail: [] });

/** Reads a view's `private_metadata`. */
export const readPlace = (metadata: string | undefined): UsersPlace =>
  place.parse(JSON.parse(metadata || "{}"));

/** Where a page starts, as the value of *Next*. */
export const readCursor = (value: string | undefined): Cursor => cursor.parse(JSON.parse(value ?? "null"));

/** The page that starts there; of a very long trail the oldest steps are forgotten. */
export function following({ text, after, trail }: UsersPlace, next: Cursor): UsersPlace {
  const longer = [...trail, after];
  while (JSON.stringify(longer).length > LONGEST_TRAIL) longer.shift();
  return { text, after: next, trail: longer };
}

/** The page that was on the screen before; the first one when that is forgotten. */
export function preceding({ text, trail }: UsersPlace): UsersPlace {
  return { text, after: trail.at(-1) ?? null, trail: trail.slice(0, -1) };
}

const searched = z.object({
  [ids.users.text]: z.object({ [ids.users.text]: z.object({ value: z.string().nullish() }) }),
});

/** What was typed to search for. */
export function searchIn(values: unknown): string {
  const { text } = ids.users;
  return searched.parse(values)[text][text].value ?? "";
}
