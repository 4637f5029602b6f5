import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";
import { pageCursor } from "../kit/page-cursor.ts";
import { LONGEST_METADATA, readValues, stateCodec } from "../kit/state-codec.ts";

const which = z.enum(["waiting", "mine", "all"]);
const list = z.object({ which: which.default("waiting"), cursor: pageCursor.default(null) });

/** The part of the list of requests that is on the screen. */
export type RequestListState = z.output<typeof list>;
export const requestListState = stateCodec(list);

/** What a form about a request is about: the view below it, and the list below that, if any. */
const form = z.object({
  requestId: objectId,
  list: z.string().nullable().default(null),
  /** The question being answered, counted from 0; null in a form drawn by an older version. */
  question: z.int().nullable().default(null),
});
export type RequestFormState = z.output<typeof form>;
export const requestFormState = stateCodec(form, LONGEST_METADATA);

const chosen = z.record(
  z.string(),
  z.object({ [ids.requests.which]: z.object({ selected_option: z.object({ value: which }) }) }),
);

/** Reads which requests were chosen. */
export function whichIn(values: unknown): RequestListState {
  const [first] = Object.values(readValues(chosen, values));
  return { which: first?.[ids.requests.which].selected_option.value ?? "waiting", cursor: null };
}
