import { z } from "zod";
import { ids } from "../ids.ts";

const which = z.enum(["pending", "trouble", "expired"]);
const place = z.object({
  text: z.string().max(100).default(""),
  mine: z.boolean().default(false),
  which: which.default("pending"),
  cursor: z
    .object({
      direction: z.enum(["before", "after"]),
      at: z.coerce.date(),
      inviteId: z.string().regex(/^[0-9a-f]{24}$/),
    })
    .nullable()
    .default(null),
});

/** Which part of the list is on the screen: what was searched for, and where the page starts. */
export type ListPlace = z.output<typeof place>;

/** The list as a command opens it. */
export const start = (text: string): ListPlace => ({
  text: text.slice(0, 100),
  mine: false,
  which: "pending",
  cursor: null,
});

/** As a button's value or a view's `private_metadata`. */
export const placeIn = (at: ListPlace): string => JSON.stringify(at);

/** Reads it back. */
export const readPlace = (value: string | undefined): ListPlace => place.parse(JSON.parse(value || "{}"));

const option = <T extends z.ZodType>(value: T) => z.object({ selected_option: z.object({ value }) });
const { text, whose, which: whichId } = ids.pending;
const searched = z.object({
  [text]: z.object({ [text]: z.object({ value: z.string().max(100).nullish() }) }),
  [whose]: z.object({ [whose]: option(z.enum(["everyone", "mine"])) }),
  [whichId]: z.object({ [whichId]: option(which) }),
});

/** The first page of what was searched for. */
export function searchIn(values: unknown): ListPlace {
  const form = searched.parse(values);
  return {
    text: form[text][text].value ?? "",
    mine: form[whose][whose].selected_option.value === "mine",
    which: form[whichId][whichId].selected_option.value,
    cursor: null,
  };
}
