import * as z from "zod";
import { deliveryStates } from "../../models/invite.ts";
import { objectId } from "../../services/object-id.ts";
import { LONGEST_METADATA, stateCodec } from "../kit/state-codec.ts";

const invite = { email: z.string(), inviteId: z.string(), generation: z.int() };
/** A result kept by an older version has no delivery. */
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

/** The result of a submission, as shown. */
export const inviteResultSchema = z.object({
  outcomes: z.array(outcome),
  /** How many words without an @ were pasted. */
  ignoredWords: z.int(),
  /** When it was made; missing if an older version kept it. */
  madeAt: z.coerce.date().optional(),
  /** When the emails are sent: until then, an invite can be undone. */
  sendsAt: z.coerce.date(),
  /** The page of exceptions on the screen. */
  page: z.int().nonnegative(),
  /** What has been done since from this very view: a sentence by invite id, or by `all`. */
  since: z.record(z.string(), z.string()),
  /** Addresses that did not fit into the form, and who among them was mentioned. */
  waiting: z.array(z.string()).default([]),
  mentioned: z.record(z.string(), z.string()).default({}),
  /** The address of the invite that these were meant to replace. */
  replaces: z.object({ email: z.string(), expired: z.boolean() }).nullable().default(null),
  /** Whether the form with those addresses has replaced it. */
  left: z.boolean().default(false),
});

/** The page that a button leads to. */
export const resultPage = stateCodec(inviteResultSchema.shape.page);

export type InviteResult = z.output<typeof inviteResultSchema>;

/**
 * What the view of a result remembers: the id of its draft. While nothing has changed, and if it fits into Slack's
 * limit, the result itself too; then no draft is kept.
 */
const shownResult = z.object({ draftId: objectId, content: inviteResultSchema.optional() });
export type ShownResult = z.output<typeof shownResult>;

const anyLength = stateCodec(shownResult, Number.POSITIVE_INFINITY);

/** Encodes what the view of a result remembers; null if it is too long for Slack. */
export function metadataOf(shown: ShownResult): string | null {
  const text = anyLength.encode(shown);
  return text.length > LONGEST_METADATA ? null : text;
}

/**
 * Reads it. An older version wrote only the id.
 *
 * @throws UnreadableState
 */
export function readMetadata(text: string | undefined = ""): ShownResult {
  const { data: draftId } = objectId.safeParse(text);
  return draftId ? { draftId } : anyLength.decode(text);
}
