import { Types } from "mongoose";
import { z } from "zod";
import { Job } from "../models/job.ts";

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
export const jobSpec = z.discriminatedUnion("kind", [
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

export type JobSpec = z.output<typeof jobSpec>;

/** Writes messages in the transaction of the change that causes them; each is carried out once it is due. */
export async function enqueue(createdAt: Date, ...messages: (JobSpec & { dueAt: Date })[]): Promise<void> {
  if (messages.length === 0) return;
  await Job.insertMany(
    messages.map(({ dueAt, ...spec }) => {
      const { kind, ...facts } = spec;
      const fold = jobKey(spec);
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
function jobKey(spec: JobSpec): string | undefined {
  if (spec.kind === "card") return `card:${spec.batchId}`;
  if (spec.kind === "homes") return `homes:${spec.whose}`;
  if (spec.kind === "home") return `home:${spec.account}`;
  if (spec.kind === "summary") return `summary:${spec.batchId}:${spec.to ?? "inviter"}`;
  return undefined;
}
