import { Types } from "mongoose";
import { CountedEvent } from "../../models/counted-event.ts";
import { type DeliveryReason, storedReason } from "../../models/delivery-reason.ts";
import type { DeliveryStep } from "../../models/invite.ts";
import { Job } from "../../models/job.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { recordDelivery } from "../invites/record-delivery.ts";
import { type RuleJob, ruleJob } from "../jobs.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { recordTestDelivery } from "./test-mail.ts";

/** Why an email won't arrive. */
export interface Verdict {
  reason: DeliveryReason;
  /** The mailbox will never accept it: the address is wrong. */
  permanent: boolean;
}

/** What the mail service reports about an email. Opens and clicks are left out: scanners cause them too. */
export interface DeliveryEvent {
  eventId: string;
  /** The email's `outbox_id`. */
  outboxId: string;
  at: Date;
  what:
    | { kind: "processed" | "deferred" }
    /** With a reason why the next one won't arrive. */
    | { kind: "delivered"; reason?: DeliveryReason }
    | ({ kind: "bounce" | "dropped" } & Verdict);
}

/** A job that sends an email. */
type MailJob = Extract<RuleJob, { kind: "invite-email" | "reminder-email" | "test-email" }>;

interface Located {
  event: DeliveryEvent;
  mail: MailJob;
}

const SUBJECTS_AT_ONCE = 8;
const RETRIES = 10;

/**
 * Counts events, each once, and records what they say about our emails. Any order and any repetition, by
 * any number of processes, leads to the same state. Events about emails we don't know are skipped.
 */
export async function recordEvents(events: readonly DeliveryEvent[]): Promise<void> {
  const waiting = [...groupBySubject(await withMails(await findUncounted(events))).values()];
  const takeNext = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await recordTogether(next);
  };
  await Promise.all(Array.from({ length: SUBJECTS_AT_ONCE }, takeNext));
}

async function findUncounted<E extends { eventId: string }>(events: readonly E[]): Promise<E[]> {
  const distinct = new Map(events.map((event) => [event.eventId, event]));
  const counted = await CountedEvent.find({ _id: { $in: [...distinct.keys()] } }, { _id: 1 }).lean();
  for (const { _id } of counted) distinct.delete(_id);
  return [...distinct.values()];
}

async function withMails(events: readonly DeliveryEvent[]): Promise<Located[]> {
  const ids = events.map(({ outboxId }) => outboxId).filter((id) => Types.ObjectId.isValid(id));
  const found = await Job.find({ _id: { $in: ids } }, { kind: 1, facts: 1 }).lean();
  const mails = new Map(
    found.flatMap(({ _id, kind, facts }) => {
      const spec = ruleJob.safeParse({ kind, ...facts }).data;
      return spec && isMail(spec) ? [[String(_id), spec]] : [];
    }),
  );
  return events.flatMap((event) => {
    const mail = mails.get(event.outboxId);
    return mail ? [{ event, mail }] : [];
  });
}

function isMail(spec: RuleJob): spec is MailJob {
  return ["invite-email", "reminder-email", "test-email"].includes(spec.kind);
}

/** Emails about the same thing are recorded one after another. */
const subjectOf = (mail: MailJob) => (mail.kind === "test-email" ? mail.account : String(mail.inviteId));

function groupBySubject(events: readonly Located[]): Map<string, Located[]> {
  const groups = new Map<string, Located[]>();
  for (const each of events) {
    const subject = subjectOf(each.mail);
    groups.set(subject, [...(groups.get(subject) ?? []), each]);
  }
  return groups;
}

/** Records events in one transaction, retrying where another process counts one of them at the same moment. */
async function recordTogether(events: readonly Located[]): Promise<void> {
  for (let retries = 0; ; retries += 1) {
    try {
      await inTransaction(() => count(events));
      return;
    } catch (error) {
      if (!isDuplicate(error) || retries === RETRIES) throw error;
    }
  }
}

async function count(events: readonly Located[]): Promise<void> {
  const now = await databaseTime();
  const fresh = new Set(
    (await findUncounted(events.map(({ event }) => event))).map(({ eventId }) => eventId),
  );
  const counting = events.filter(({ event }) => fresh.delete(event.eventId));
  const [first] = counting;
  if (!first) return;
  await CountedEvent.insertMany(counting.map(({ event }) => ({ _id: event.eventId, countedAt: now })));
  const steps = counting.map(stepOf);
  if (first.mail.kind === "test-email") await recordTestDelivery(first.mail.account, steps, now);
  else await recordDelivery(String(first.mail.inviteId), steps, now);
  // The mail service has the email, whatever happened to our request: it need not be resent.
  await Job.updateMany(
    { _id: { $in: counting.map(({ event }) => event.outboxId) }, status: "waiting" },
    { $set: { status: "done", settledAt: now }, $unset: { lease: 1 } },
  );
}

function stepOf({ event, mail: { generation } }: Located): DeliveryStep {
  const { at, what } = event;
  switch (what.kind) {
    case "processed":
      return { state: "sent", generation, at };
    case "delivered":
      return {
        state: "delivered",
        generation,
        at,
        ...(what.reason && { reason: storedReason(what.reason) }),
      };
    case "deferred":
      return { state: "deferred", generation, at };
    case "bounce":
      return { state: "bounced", generation, at, ...verdict(what) };
    case "dropped":
      return { state: "dropped", generation, at, ...verdict(what) };
  }
}

const verdict = ({ reason, permanent }: Verdict) => ({
  reason: storedReason(reason),
  ...(permanent && { permanent }),
});
