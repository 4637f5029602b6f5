import * as z from "zod";
import { beginningOf } from "../../services/cut-off.ts";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";
import { type InviteRef, inviteRefSchema } from "../kit/invite-ref.ts";
import { pageCursor } from "../kit/page-cursor.ts";
import { LONGEST_METADATA, readValues, stateCodec } from "../kit/state-codec.ts";

const which = z.enum(["pending", "trouble", "expiring", "expired"]);
/** Where a page starts, as an older version wrote it into a view that is still open. */
const olderCursor = z
  .union([
    z.object({ direction: z.enum(["before", "after"]), at: z.iso.datetime(), inviteId: objectId }),
    z.object({ ends: z.array(objectId) }),
  ])
  .transform((cursor) => {
    if ("at" in cursor) return { direction: cursor.direction, key: cursor.at, id: cursor.inviteId };
    const [id, ...trail] = cursor.ends.toReversed();
    return id === undefined ? null : { direction: "after" as const, key: "", id, trail: trail.reverse() };
  });
const schema = z.object({
  text: z.string().max(100).default(""),
  mine: z.boolean().default(false),
  which: which.default("pending"),
  /** Counts how often the search was filled in again: then its fields need new ids. */
  form: z.int().default(0),
  cursor: pageCursor.or(olderCursor).default(null),
  /** The number of the page, as counted by the buttons that led here; missing on the first. */
  page: z.int().positive().optional(),
});

/** The part of the list on the screen: the search, and where the page starts. */
export type PendingListState = z.output<typeof schema>;

/** The list's `private_metadata`, and the value of its paging buttons. */
export const pendingListState = stateCodec(schema);

/** The list below another view: its `private_metadata`, and its id. */
export const listBelow = z.object({ list: z.string(), listId: z.string() });
export type ListBelow = z.output<typeof listBelow>;

/** Keeps the list from which a view above it is opened. */
export function listBelowOf(view: { private_metadata: string; id: string } | undefined): ListBelow {
  return { list: view?.private_metadata ?? "", listId: view?.id ?? "" };
}

/** What a view above the list is about, and the list itself. */
export const aboveList = stateCodec(
  inviteRefSchema.extend(listBelow.shape).extend({
    /** Whether it has asked about making someone an admin. */
    asked: z.boolean().optional(),
    /** The version of the invite that the form shows; an older version of the app kept none. */
    version: z.int().optional(),
  }),
  LONGEST_METADATA,
);
export type AboveList = ReturnType<typeof aboveList.decode>;

/** Encodes what a view above the list is about. */
export function encodeAbove(
  { inviteId, generation, version }: InviteRef & { version?: number },
  view: Parameters<typeof listBelowOf>[0],
): string {
  return aboveList.encode({ inviteId, generation, version, ...listBelowOf(view) });
}

/** Starts the list as a command opens it. */
export const start = (text: string, which: PendingListState["which"] = "pending"): PendingListState => ({
  text: beginningOf(text, 100),
  mine: false,
  which,
  form: 0,
  cursor: null,
});

/** Starts the list with only the invite to an address, whatever the previous search. */
export const startInstead = (email: string, { form }: PendingListState): PendingListState => ({
  ...start(email),
  form: form + 1,
});

/** Names the block of a search field, for this number of the form. */
export const blockOf = (id: string, { form }: PendingListState): string => `${id}:${form}`;

const option = <T extends z.ZodType>(value: T) => z.object({ selected_option: z.object({ value }) });
const { text, whose, which: whichId } = ids.pending;
const fields = z.object({
  [text]: z.object({ value: z.string().max(100).nullish() }),
  [whose]: option(z.enum(["everyone", "mine"])),
  [whichId]: option(which),
});
const values = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Reads the search, from its first page. */
export function searchIn(given: unknown, { form }: PendingListState): PendingListState {
  const typed = readValues(fields, Object.assign({}, ...Object.values(readValues(values, given))));
  return {
    text: typed[text].value ?? "",
    mine: typed[whose].selected_option.value === "mine",
    which: typed[whichId].selected_option.value,
    form,
    cursor: null,
  };
}
