import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";

const which = z.enum(["pending", "trouble", "expired"]);
const place = z.object({
  text: z.string().max(100).default(""),
  mine: z.boolean().default(false),
  which: which.default("pending"),
  /** Counts how often the search was filled in anew: then its fields need ids of their own. */
  form: z.int().default(0),
  cursor: z
    .union([
      z.object({ direction: z.enum(["before", "after"]), at: z.coerce.date(), inviteId: objectId }),
      z.object({ ends: z.array(objectId) }),
    ])
    .nullable()
    .default(null),
});

/** Which part of the list is on the screen: what was searched for, and where the page starts. */
export type ListState = z.output<typeof place>;

/** The list as a command opens it. */
export const start = (text: string): ListState => ({
  text: text.slice(0, 100),
  mine: false,
  which: "pending",
  form: 0,
  cursor: null,
});

/** The list with nothing but the invite to an address, whatever the search was before. */
export const startInstead = (email: string, { form }: ListState): ListState => ({
  ...start(email),
  form: form + 1,
});

/** As a button's value or a view's `private_metadata`. */
export const placeIn = (at: ListState): string => JSON.stringify(at);

/** Reads it back. */
export const readPlace = (value: string | undefined): ListState => place.parse(JSON.parse(value || "{}"));

/** A field of the search, in a form of this number. */
export const blockOf = (id: string, { form }: ListState): string => `${id}:${form}`;

const option = <T extends z.ZodType>(value: T) => z.object({ selected_option: z.object({ value }) });
const { text, whose, which: whichId } = ids.pending;
const fields = z.object({
  [text]: z.object({ value: z.string().max(100).nullish() }),
  [whose]: option(z.enum(["everyone", "mine"])),
  [whichId]: option(which),
});
const values = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The first page of what was searched for. */
export function searchIn(view: { state: { values: unknown }; private_metadata: string }): ListState {
  const typed = fields.parse(Object.assign({}, ...Object.values(values.parse(view.state.values))));
  return {
    text: typed[text].value ?? "",
    mine: typed[whose].selected_option.value === "mine",
    which: typed[whichId].selected_option.value,
    form: readPlace(view.private_metadata).form,
    cursor: null,
  };
}
