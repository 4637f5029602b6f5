import type { Types } from "mongoose";
import { type ActorRecord, nameOf } from "../../models/actor-record.ts";
import { Counter, type CounterDocument } from "../../models/counter.ts";
import { builtInGroupIds, Group } from "../../models/group.ts";
import { type DeliveryStep, Invite } from "../../models/invite.ts";
import { registered, User } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { canonicalEmail, spellingsOf } from "../email-address.ts";
import { validIds } from "../groups/groups.ts";
import { actingUser } from "../pause-link.ts";
import { counterIds, overMailLimit, remainingToday } from "./daily-limits.ts";
import type { InvitePolicy } from "./policy.ts";

/** An address that needs no invite, or may not have one, and why. */
export type SkippedAddress =
  | {
      email: string;
      outcome: "pending";
      inviteId: string;
      generation: number;
      by: string;
      delivery: Pick<DeliveryStep, "state" | "reason" | "permanent">;
    }
  | { email: string; outcome: "user"; userId: string }
  | { email: string; outcome: "domain" };

/** What would become of addresses that are invited now. */
export interface AddressCheck {
  now: Date;
  /** Those of the chosen groups that exist. */
  groupIds: Types.ObjectId[];
  skipped: Map<string, SkippedAddress>;
  /** Addresses whose pending invite is overdue; they can be invited anew. */
  expired: string[];
  /** Addresses that only the daily limit on invites can keep from being invited. */
  invitable: string[];
  /** Addresses that reached the daily limit on emails to them. */
  overMailLimit: Set<string>;
  /** How many invites this admin has left today. */
  remaining: number;
  /** The user who acts; null for an owner who is none. */
  selfId: Types.ObjectId | null;
}

interface Chosen {
  emails: readonly string[];
  groupIds: readonly string[];
}

/** Finds out what inviting these addresses would do, in one read: each is a way to the database and back. */
export async function checkAddresses(
  actor: Principal,
  { emails, groupIds }: Chosen,
  policy: InvitePolicy,
): Promise<AddressCheck> {
  const { now, groups, pending, users, counters, self } = await readFacts(actor, emails, groupIds);
  const skipped = new Map<string, SkippedAddress>();
  if (policy.allowedDomains.length > 0)
    for (const email of emails)
      if (!policy.allowedDomains.includes(email.slice(email.lastIndexOf("@") + 1)))
        skipped.set(email, { email, outcome: "domain" });
  const expired = pending.filter(({ expiresAt }) => expiresAt <= now).map(({ email }) => email);
  for (const { email, _id, generation, invitedBy, delivery } of pending)
    if (!expired.includes(email))
      skipped.set(email, {
        email,
        outcome: "pending",
        inviteId: String(_id),
        generation,
        by: nameOf(invitedBy),
        delivery,
      });
  for (const { _id, ...user } of users) {
    const email = canonicalEmail(user.email);
    skipped.set(email, { email, outcome: "user", userId: String(_id) });
  }
  const others = emails.filter((email) => !skipped.has(email));
  const limited = overMailLimit(others, { counters, now }, policy);
  return {
    now,
    groupIds: groups.map(({ _id }) => _id),
    skipped,
    expired,
    invitable: others.filter((email) => !limited.has(email)),
    overMailLimit: limited,
    remaining: remainingToday(actor, { counters, now }, policy),
    selfId: self[0]?._id ?? null,
  };
}

interface Facts {
  now: Date;
  groups: { _id: Types.ObjectId }[];
  pending: {
    _id: Types.ObjectId;
    email: string;
    expiresAt: Date;
    generation: number;
    invitedBy: Pick<ActorRecord, "name" | "clientName">;
    delivery: DeliveryStep;
  }[];
  users: { _id: Types.ObjectId; email: string }[];
  counters: CounterDocument[];
  self: { _id: Types.ObjectId }[];
}

/** Reads the database's time, and what is so at that time. */
async function readFacts(actor: Principal, emails: readonly string[], groupIds: readonly string[]) {
  const [row] = await Group.aggregate<Facts>([
    { $match: { _id: builtInGroupIds.users } },
    { $project: { now: "$$NOW", counterIds: counterIds(emails) } },
    lookup("groups", Group, { _id: { $in: validIds(groupIds) } }, { _id: 1 }),
    lookup(
      "pending",
      Invite,
      { email: { $in: emails }, status: "pending" },
      { email: 1, expiresAt: 1, generation: 1, invitedBy: { name: 1, clientName: 1 }, delivery: 1 },
    ),
    lookup("users", User, { email: { $in: emails.flatMap(spellingsOf) }, ...registered }, { email: 1 }),
    {
      $lookup: {
        from: Counter.collection.name,
        localField: "counterIds",
        foreignField: "_id",
        as: "counters",
        pipeline: [{ $project: { count: 1, byAdmin: 1 } }],
      },
    },
    lookup("self", User, actingUser(actor), { _id: 1 }),
  ]);
  if (!row) throw new Error("the built-in groups are not seeded");
  return row;
}

function lookup(
  as: keyof Facts,
  { collection }: { collection: { name: string } },
  which: Record<string, unknown>,
  fields: Record<string, unknown>,
) {
  return { $lookup: { from: collection.name, as, pipeline: [{ $match: which }, { $project: fields }] } };
}
