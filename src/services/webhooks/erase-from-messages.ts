import { Types, trusted } from "mongoose";
import * as z from "zod";
import { AccessRequest } from "../../models/access-request.ts";
import { Client } from "../../models/client.ts";
import { Job } from "../../models/job.ts";
import { accountKey } from "../actor.ts";
import { HOUR_MS } from "../durations.ts";
import { spellingsOf } from "../email-address.ts";

/** The person whose details are erased: their user, the addresses they were known by, and their former account. */
const erasure = z.object({
  userId: z.instanceof(Types.ObjectId),
  emails: z.array(z.string()),
  account: z.object({ teamId: z.string(), userId: z.string() }).nullable(),
});

type Erased = Readonly<z.output<typeof erasure>>;

/** What messages name them by. */
interface Named {
  /** `team:user` */
  accounts: ReadonlySet<string>;
  emails: ReadonlySet<string>;
  /** Ids of API clients that they own. */
  clientIds: ReadonlySet<string>;
  /** Ids of requests for them, whose label begins with their name. */
  requestIds: ReadonlySet<string>;
}

const told = z.looseObject({
  data: z.looseObject({
    actor: z.looseObject({
      name: z.string(),
      account: z.string().optional(),
      email: z.string().optional(),
      clientId: z.string().optional(),
    }),
    target: z.looseObject({ kind: z.string(), id: z.string(), label: z.string() }),
  }),
});

/**
 * Removes somebody's name and account from the stored messages to webhooks, including those not delivered yet. It can
 * be run again after an interruption.
 *
 * @param name what replaces theirs
 */
export async function eraseFromMessages(erased: Erased, name: string): Promise<void> {
  const named = await namedBy([erased]);
  const messages = Job.find({ kind: "webhook" }, { facts: 1 }).lean().cursor();
  for await (const { _id, facts } of messages) {
    const body = erasedBody(String(facts.body), named, name);
    if (body !== null) await replaceBody(_id, String(facts.body), body);
  }
}

/** How long after an erasure a message may still be written from data read before it. */
const LONGEST_UNDER_WAY_MS = HOUR_MS;

/**
 * Returns a function for messages about to be written: it removes people who were erased since the event they report,
 * as the log keeps their names. Part of the transaction that writes the messages.
 *
 * @param happened when the events they report happened
 * @param name what replaces the names
 */
export async function eraserFor(
  happened: readonly Date[],
  name: string,
): Promise<<M extends { body: string }>(message: M) => M> {
  const erased = happened.length > 0 ? await erasedSince(Math.min(...happened.map(Number))) : [];
  if (erased.length === 0) return (message) => message;
  const named = await namedBy(erased);
  return (message) => ({ ...message, body: erasedBody(message.body, named, name) ?? message.body });
}

/** Reads who was erased since then, or a while before, from the jobs that erase them. */
async function erasedSince(ms: number): Promise<Erased[]> {
  const jobs = await Job.find(
    trusted({
      // Names every status, to use the index.
      status: { $in: ["waiting" as const, "done" as const, "failed" as const] },
      kind: "erase-details",
      createdAt: { $gte: new Date(ms - LONGEST_UNDER_WAY_MS) },
    }),
    { facts: 1 },
  ).lean();
  return jobs.map(({ facts }) => erasure.parse(facts));
}

async function namedBy(erased: readonly Erased[]): Promise<Named> {
  const userIds = { $in: erased.map(({ userId }) => userId) };
  const spellings = erased.flatMap(({ emails }) => emails.flatMap(spellingsOf));
  const theirs = { $in: spellings };
  const themselves = { subject: { $exists: false } };
  const [requests, clients] = await Promise.all([
    AccessRequest.distinct("_id", {
      $or: [
        ...[
          { "asker.registeredId": userIds, ...themselves },
          { "asker.email": theirs, ...themselves },
        ],
        ...[{ "subject.registeredId": userIds }, { "subject.email": theirs }],
      ],
    }),
    Client.distinct("_id", { ownerId: userIds }),
  ]);
  return {
    accounts: new Set(erased.flatMap(({ account }) => (account ? [accountKey(account)] : []))),
    emails: new Set(spellings),
    clientIds: new Set(clients.map(String)),
    requestIds: new Set(requests.map(String)),
  };
}

async function replaceBody(_id: Types.ObjectId, from: string, to: string): Promise<void> {
  await Job.updateOne({ _id, "facts.body": from }, { $set: { "facts.body": to } });
}

/** Rewrites a body; null if it doesn't mention them. */
function erasedBody(body: string, named: Named, name: string): string | null {
  const message = told.safeParse(JSON.parse(body)).data;
  if (!message) return null;
  const { actor, target } = message.data;
  const { account, ...others } = actor;
  const theirs =
    (account !== undefined && named.accounts.has(account)) ||
    (actor.email !== undefined && named.emails.has(actor.email)) ||
    (actor.clientId !== undefined && named.clientIds.has(actor.clientId));
  const label = erasedLabel(target, named, name);
  if (!theirs && label === null) return null;
  const data = {
    ...message.data,
    ...(theirs && { actor: { ...others, name } }),
    ...(label !== null && { target: { ...target, label } }),
  };
  return JSON.stringify({ ...message, data });
}

function erasedLabel(
  { kind, id, label }: { kind: string; id: string; label: string },
  named: Named,
  name: string,
) {
  if (kind === "account" && named.accounts.has(id)) return name;
  // `Priya Raman: Data Platform`
  return kind === "request" && named.requestIds.has(id)
    ? `${name}${label.slice(label.lastIndexOf(": "))}`
    : null;
}
