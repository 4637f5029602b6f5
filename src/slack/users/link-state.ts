import * as z from "zod";
import { LONGEST_METADATA, stateCodec } from "../kit/state-codec.ts";
import { userRefSchema } from "./user-ref.ts";

const vouching = z.object({
  /** The Slack id of the account. */
  account: z.string(),
  /** Its email, as Slack gave it when the form was drawn. */
  email: z.string(),
});
/** What an admin vouches for by submitting the form. */
export type Vouching = z.output<typeof vouching>;

/** The form's `private_metadata`: the user to link, and what is vouched for. */
export const linkState = stateCodec(
  userRefSchema.extend({ vouching: vouching.optional() }),
  LONGEST_METADATA,
);
export type LinkState = ReturnType<typeof linkState.decode>;
