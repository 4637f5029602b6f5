import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { textCodec } from "../kit/state-codec.ts";

const choice = z.object({
  what: z.enum(["groups", "link", "cancel"]),
  inviteId: objectId,
  generation: z.coerce.number().int(),
});

/** A choice in a row's menu as an option's value, which Slack limits to 75 characters: `groups 65… 1`. */
export const menuChoice = textCodec(
  z.codec(z.string(), choice, {
    decode: (value) => {
      const [what, inviteId, generation] = value.split(" ");
      return choice.parse({ what, inviteId, generation });
    },
    encode: ({ what, inviteId, generation }) => `${what} ${inviteId} ${generation}`,
  }),
);
