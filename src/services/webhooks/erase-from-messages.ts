import type { Types } from "mongoose";
import { z } from "zod";
import { AccessRequest } from "../../models/access-request.ts";
import { Client } from "../../models/client.ts";
import { Job } from "../../models/job.ts";
import { accountKey } from "../actor.ts";
import { spellingsOf } from "../email-address.ts";

/** Whose details are erased: their user, the addresses that they were known by, and the account that was theirs. */
interface Erased {
  userId: Types.ObjectId;
  emails: readonly string[];
  account: { teamId: string; userId: string } | null;
}

/** By what a message names them. */
interface Named {
  /** `team:user` */
  account: string | null;
  emails: ReadonlySet<string>;
  /** Ids of API clients that speak in their name. */
  clientIds: ReadonlySet<string>;
  /** Ids of requests that are for them: their label begins with the name. */
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
 * Takes somebody's name and account out of the messages to webhooks that are kept, also of those that are not delivered yet.
 * It does nothing the second time, so whoever was interrupted begins anew.
 *
 * @param name what stands in its place
 */
export async function eraseFromMessages(erased: Erased, name: string): Promise<void> {
  const named = await namedBy(erased);
  const messages = Job.find({ kind: "webhook" }, { facts: 1 }).lean().cursor();
  for await (const { _id, facts } of messages) {
    const body = erasedBody(String(facts.body), named, name);
    if (body !== null) await replaceBody(_id, String(facts.body), body);
  }
}

async function namedBy({ userId, emails, account }: Erased): Promise<Named> {
  const spellings = emails.flatMap(spellingsOf);
  const theirs = { $in: spellings };
  const themselves = { subject: { $exists: false } };
  const [requests, clients] = await Promise.all([
    AccessRequest.distinct("_id", {
      $or: [
        ...[
          { "asker.registeredId": userId, ...themselves },
          { "asker.email": theirs, ...themselves },
        ],
        ...[{ "subject.registeredId": userId }, { "subject.email": theirs }],
      ],
    }),
    Client.distinct("_id", { ownerId: userId }),
  ]);
  return {
    account: account && accountKey(account),
    emails: new Set(spellings),
    clientIds: new Set(clients.map(String)),
    requestIds: new Set(requests.map(String)),
  };
}

async function replaceBody(_id: Types.ObjectId, from: string, to: string): Promise<void> {
  await Job.updateOne({ _id, "facts.body": from }, { $set: { "facts.body": to } });
}

/** Rewrites a body; null where it says nothing of them. */
function erasedBody(body: string, named: Named, name: string): string | null {
  const message = told.safeParse(JSON.parse(body)).data;
  if (!message) return null;
  const { actor, target } = message.data;
  const { account, ...others } = actor;
  const theirs =
    (account !== undefined && account === named.account) ||
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
  if (kind === "account" && id === named.account) return name;
  // `Priya Raman: Data Platform`
  return kind === "request" && named.requestIds.has(id)
    ? `${name}${label.slice(label.lastIndexOf(": "))}`
    : null;
}
