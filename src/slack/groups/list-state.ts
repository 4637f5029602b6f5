import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";
import { pageCursor } from "../kit/page-cursor.ts";

const list = z.object({ text: z.string().max(100).default(""), cursor: pageCursor.default(null) });

/** Which part of the list of groups is on the screen. */
export type ListState = z.output<typeof list>;

const page = z.object({
  groupId: objectId,
  tab: z.enum(["members", "access"]).default("members"),
  cursor: pageCursor.default(null),
  /** The list below it. */
  list,
});

/** Which part of a group's page is on the screen. */
export type GroupPlace = z.output<typeof page>;

const form = z.object({
  /** What is edited, and the version that was seen; null while a group is created. */
  group: z.object({ page, version: z.int() }).nullable(),
  list,
  /** Counts how often the form was drawn: what is filled in again needs ids of its own. */
  attempt: z.int().default(1),
});

/** What a form is about. */
export type FormPlace = z.output<typeof form>;

const deletion = z.object({ page, version: z.int() });

/** What a deletion is about. */
export type DeletionPlace = z.output<typeof deletion>;

/** The list as a command opens it. */
export const listStart = (text: string): ListState => ({ text: text.slice(0, 100), cursor: null });

const read =
  <T>(schema: z.ZodType<T>) =>
  (value: string | undefined): T =>
    schema.parse(JSON.parse(value || "{}"));

/** These read what a button's value or a view's `private_metadata` says, written by `JSON.stringify`. */
export const readListPlace = read(list);
export const readGroupPlace = read(page);
export const readFormPlace = read(form);
export const readDeletionPlace = read(deletion);
export const readGroupId = (value: string | undefined): string => objectId.parse(value);

const searched = z.object({
  [ids.groups.text]: z.object({ [ids.groups.text]: z.object({ value: z.string().nullish() }) }),
});

/** What was typed to search for. */
export function searchedFor(values: unknown): string {
  const { text } = ids.groups;
  return searched.parse(values)[text][text].value ?? "";
}
