import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { chosenDay } from "../kit/end-input.ts";
import { ids } from "../kit/ids.ts";
import { LONGEST_METADATA, readValues, stateCodec } from "../kit/state-codec.ts";
import { userRefSchema } from "./user-ref.ts";

const { newGroups, groupsUntil } = ids.user;
const submitted = z.object({
  [newGroups]: z.object({
    [newGroups]: z.object({ selected_options: z.array(z.object({ value: objectId })) }),
  }),
  [groupsUntil]: z.object({ [groupsUntil]: chosenDay }),
});

/** Reads the chosen groups, and the last day of the new ones. */
export function chosenIn(values: unknown): Omit<GroupsDraft, "seen"> {
  const form = readValues(submitted, values);
  const day = form[groupsUntil][groupsUntil];
  return {
    groups: form[newGroups][newGroups].selected_options.map(({ value }) => value),
    ...(day && { day }),
  };
}

/** An id in 16 characters: 100 of them fit into `private_metadata`. */
const packedId = z.codec(z.string(), objectId, {
  decode: (packed) => Buffer.from(packed, "base64url").toString("hex"),
  encode: (id) => Buffer.from(id, "hex").toString("base64url"),
});
const schema = z.object({
  seen: userRefSchema,
  groups: z.array(packedId),
  /** The last day of the new groups; missing for no end. */
  day: z.string().max(10).optional(),
});

/** Whose groups become which, and until when the new ones last. */
export type GroupsDraft = z.output<typeof schema>;

/** The `private_metadata` of the review of such a change. */
export const groupsDraft = stateCodec(schema, LONGEST_METADATA);
