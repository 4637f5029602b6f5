import { Types } from "mongoose";
import { z } from "zod";
import { OutboxMessage } from "../models/job.ts";

const id = z.instanceof(Types.ObjectId);

const aboutInvite = {
  inviteId: id,
  /** What the message was written for: it does nothing once the invite has moved on. */
  generation: z.int(),
};

/** The Slack id of an admin who is told in the inviter's place. */
const to = z.string().optional();

/** A user; `to` is missing until it is known which admins to tell. */
const aboutUser = { userId: id, to };

/** What the outbox carries out; one file in `src/outbox` for each kind. */
export const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("invite-email"), ...aboutInvite }),
  z.object({ kind: z.literal("reminder-email"), ...aboutInvite }),
  z.object({ kind: z.literal("expiry"), ...aboutInvite }),
  z.object({ kind: z.literal("card"), batchId: id }),
  z.object({ kind: z.literal("summary"), batchId: id, to }),
  z.object({ kind: z.literal("accepted-notice"), ...aboutInvite, to }),
  z.object({ kind: z.literal("declined-notice"), ...aboutInvite, to }),
  z.object({ kind: z.literal("trouble-notice"), ...aboutInvite, to }),
  z.object({ kind: z.literal("expired-notice"), ...aboutInvite, to }),
  z.object({ kind: z.literal("asked-notice"), ...aboutInvite, to }),
  /** Looks for the Slack account of someone who registered. */
  z.object({ kind: z.literal("link-account"), userId: id }),
  /** A Slack account was linked to a member of Admin; `by` is who did it, unless it was the account itself. */
  z.object({
    kind: z.literal("admin-linked-notice"),
    ...aboutUser,
    account: z.string(),
    by: z.string().optional(),
  }),
  z.object({ kind: z.literal("deactivated-notice"), ...aboutUser }),
  /** One of the cards that asked whether to suspend them: somebody has answered. */
  z.object({ kind: z.literal("answered-card"), userId: id, channel: z.string(), ts: z.string() }),
  /** Has the Homes of many published again. */
  z.object({ kind: z.literal("homes"), whose: z.enum(["admins", "all"]) }),
  /** Publishes one Home: that of a Slack account, `team:user`. */
  z.object({ kind: z.literal("home"), account: z.string() }),
  /** The test email that a Slack account asked for. */
  z.object({ kind: z.literal("test-email"), account: z.string(), generation: z.int() }),
]);

export type Message = z.output<typeof message>;

/** Writes messages in the transaction of the change that causes them; each is carried out once it is due. */
export async function enqueue(createdAt: Date, ...messages: (Message & { dueAt: Date })[]): Promise<void> {
  if (messages.length === 0) return;
  await OutboxMessage.insertMany(
    messages.map(({ dueAt, ...asks }) => {
      const { kind, ...facts } = asks;
      const fold = foldKey(asks);
      return {
        kind,
        facts,
        status: "waiting",
        dueAt,
        attempts: 0,
        createdAt,
        ...(fold && { foldKey: fold }),
      };
    }),
    // Checked by the compiler; a hundred invites bring about three hundred of them.
    { lean: true },
  );
}

/** Messages that ask for the same thing, which is done once for all of them. */
function foldKey(asks: Message): string | undefined {
  if (asks.kind === "card") return `card:${asks.batchId}`;
  if (asks.kind === "homes") return `homes:${asks.whose}`;
  if (asks.kind === "home") return `home:${asks.account}`;
  if (asks.kind === "summary") return `summary:${asks.batchId}:${asks.to ?? "inviter"}`;
  return undefined;
}
