import { z } from "zod";
import { deliveryStates } from "../../models/invite.ts";
import { stateCodec } from "../kit/state-codec.ts";

const invite = { email: z.string(), inviteId: z.string(), generation: z.int() };
/** A result that an older version kept knows nothing of the mail. */
const deliveryStep = z
  .object({ state: z.enum(deliveryStates), reason: z.string().optional(), permanent: z.boolean().optional() })
  .default({ state: "sent" });
const outcome = z.discriminatedUnion("outcome", [
  z.object({ ...invite, outcome: z.literal("invited"), adminRequestId: z.string().optional() }),
  z.object({ ...invite, outcome: z.literal("pending"), by: z.string(), delivery: deliveryStep }),
  z.object({ email: z.string(), outcome: z.literal("user"), userId: z.string() }),
  z.object({ email: z.string(), outcome: z.literal("domain") }),
  z.object({ email: z.string(), outcome: z.literal("limit"), limit: z.enum(["admin", "total", "address"]) }),
]);

/** What a submit came to, as the result shows it; kept as a draft, whose id is the view's `private_metadata`. */
export const inviteResultSchema = z.object({
  outcomes: z.array(outcome),
  /** How many words without an @ were pasted. */
  ignoredWords: z.int(),
  /** When it came to this; missing where an older version kept it. */
  madeAt: z.date().optional(),
  /** When the mails leave: until then an invite can be undone. */
  sendsAt: z.date(),
  /** Which page of the exceptions is on the screen. */
  page: z.int().nonnegative(),
  /** What was done since from this very view: a sentence by invite id, or by `all`. */
  since: z.record(z.string(), z.string()),
  /** Addresses that did not fit into the form, and who of them was mentioned. */
  waiting: z.array(z.string()).default([]),
  mentioned: z.record(z.string(), z.string()).default({}),
  /** The address of the invite that these were to replace. */
  replaces: z.object({ email: z.string(), expired: z.boolean() }).nullable().default(null),
  /** Whether the form with those stands in its place by now. */
  left: z.boolean().default(false),
});

/** The page that a button leads to. */
export const resultPage = stateCodec(inviteResultSchema.shape.page);

export type InviteResult = z.output<typeof inviteResultSchema>;
