import { z } from "zod";
import { ids } from "../ids.ts";

const place = z.object({
  text: z.string().max(100).default(""),
  cursor: z
    .object({
      direction: z.enum(["before", "after"]),
      createdAt: z.coerce.date(),
      inviteId: z.string().regex(/^[0-9a-f]{24}$/),
    })
    .nullable()
    .default(null),
});

/** Which part of the list is on the screen: what was searched for, and where the page starts. */
export type ListPlace = z.output<typeof place>;

/** The list as a command opens it. */
export const start = (text: string): ListPlace => ({ text: text.slice(0, 100), cursor: null });

/** As a button's value or a view's `private_metadata`. */
export const placeIn = (at: ListPlace): string => JSON.stringify(at);

/** Reads it back. */
export const readPlace = (value: string | undefined): ListPlace => place.parse(JSON.parse(value || "{}"));

const searched = z.object({
  [ids.pending.text]: z.object({ [ids.pending.text]: z.object({ value: z.string().nullish() }) }),
});

/** What was typed to search for. */
export function searchIn(values: unknown): string {
  const { text } = ids.pending;
  return searched.parse(values)[text][text].value ?? "";
}
