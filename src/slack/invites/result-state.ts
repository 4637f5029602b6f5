import * as z from "zod";
import { deliveryStates } from "../../models/invite.ts";
import { objectId } from "../../services/object-id.ts";
import { LONGEST_METADATA, stateCodec } from "../kit/state-codec.ts";

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

/** What a submit came to, as the result shows it. */
export const inviteResultSchema = z.object({
  outcomes: z.array(outcome),
  /** How many words without an @ were pasted. */
  ignoredWords: z.int(),
  /** When it came to this; missing where an older version kept it. */
  madeAt: z.coerce.date().optional(),
  /** When the mails leave: until then an invite can be undone. */
  sendsAt: z.coerce.date(),
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

/**
 * What the view of a result remembers: the id of its draft. As long as nothing of it has changed, and where Slack takes as much,
 * the result itself; then no draft is kept.
 */
const shownResult = z.object({ draftId: objectId, content: inviteResultSchema.optional() });
export type ShownResult = z.output<typeof shownResult>;

const anyLength = stateCodec(shownResult, Number.POSITIVE_INFINITY);

/** Writes what the view of a result remembers; null where it is longer than Slack takes. */
export function metadataOf(shown: ShownResult): string | null {
  const text = anyLength.encode(shown);
  return text.length > LONGEST_METADATA ? null : text;
}

/** Reads it. An older version wrote the id alone. @throws UnreadableState */
export function readMetadata(text: string | undefined = ""): ShownResult {
  const { data: draftId } = objectId.safeParse(text);
  return draftId ? { draftId } : anyLength.decode(text);
}
