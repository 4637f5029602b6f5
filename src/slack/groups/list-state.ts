import * as z from "zod";
import { beginningOf } from "../../services/cut-off.ts";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";
import { pageCursor } from "../kit/page-cursor.ts";
import { idOfNew, LONGEST_METADATA, readValues, stateCodec } from "../kit/state-codec.ts";

const list = z.object({ text: z.string().max(100).default(""), cursor: pageCursor.default(null) });

/** The part of the list of groups on the screen. */
export type GroupListState = z.output<typeof list>;

const page = z.object({
  groupId: objectId,
  tab: z.enum(["members", "access"]).default("members"),
  cursor: pageCursor.default(null),
  /** The list below it. */
  list,
});

/** The part of a group's page on the screen. */
export type GroupPageState = z.output<typeof page>;

const form = z.object({
  /** What is edited, and the version that was seen; null while creating a group. */
  group: z.object({ page, version: z.int() }).nullable(),
  newId: idOfNew,
  list,
  /** Counts how often the form was drawn: fields filled in again need new ids. */
  attempt: z.int().default(1),
});

/** What a form is about. */
export type GroupFormState = z.output<typeof form>;

const deletion = z.object({ page, version: z.int() });

/** What a deletion is about. */
export type GroupDeletionState = z.output<typeof deletion>;

/** Used as the `private_metadata` of views, and as the values of paging buttons. */
export const groupListState = stateCodec(list);
export const groupPageState = stateCodec(page);
export const groupFormState = stateCodec(form, LONGEST_METADATA);
export const groupDeletionState = stateCodec(deletion, LONGEST_METADATA);

/** Starts the list as a command opens it. */
export const start = (text: string): GroupListState => ({ text: beginningOf(text, 100), cursor: null });

const searched = z.object({
  [ids.groups.text]: z.object({ [ids.groups.text]: z.object({ value: z.string().nullish() }) }),
});

/** Reads the search text. */
export function searchIn(values: unknown): string {
  const { text } = ids.groups;
  return readValues(searched, values)[text][text].value ?? "";
}
