import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";
import { LONGEST_METADATA, stateCodec } from "../kit/state-codec.ts";
import { userRefSchema } from "./user-ref.ts";

const { newGroups } = ids.user;
const submitted = z.object({
  [newGroups]: z.object({
    [newGroups]: z.object({ selected_options: z.array(z.object({ value: objectId })) }),
  }),
});

/** Reads the groups that were chosen in the form. */
export function chosenGroups(values: unknown): string[] {
  return submitted.parse(values)[newGroups][newGroups].selected_options.map(({ value }) => value);
}

/** An id in 16 characters: 100 of them fit into `private_metadata`. */
const packedId = z.codec(z.string(), objectId, {
  decode: (packed) => Buffer.from(packed, "base64url").toString("hex"),
  encode: (id) => Buffer.from(id, "hex").toString("base64url"),
});
const schema = z.object({ seen: userRefSchema, groups: z.array(packedId) });

/** Whose groups are to become which. */
export type GroupsDraft = z.output<typeof schema>;

/** The `private_metadata` of the review of such a change. */
export const groupsDraft = stateCodec(schema, LONGEST_METADATA);
