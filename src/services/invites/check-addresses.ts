import type { PipelineStage, Types } from "mongoose";
import { type ActorRecord, nameOf } from "../../models/actor-record.ts";
import type { CounterDocument } from "../../models/counter.ts";
import { Group } from "../../models/group.ts";
import { type DeliveryStep, Invite } from "../../models/invite.ts";
import { registered, User } from "../../models/user.ts";
import { type Acting, lookUp } from "../acting.ts";
import { canonicalEmail, spellingsOf } from "../email-address.ts";
import { validIds } from "../groups/groups.ts";
import { counterIds, lookUpCounters, overMailLimit } from "./daily-limits.ts";
import { type InvitePolicy, isDomainAllowed } from "./policy.ts";

/** An address that needs no invite, or can't have one, and why. */
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

/** What would happen to addresses if they were invited now. */
export interface AddressCheck {
  /** The chosen groups that exist. */
  groupIds: Types.ObjectId[];
  skipped: Map<string, SkippedAddress>;
  /** Addresses whose pending invite is overdue; they can be invited again. */
  expired: string[];
  /** Addresses that can be invited unless the daily limit on invites prevents it. */
  invitable: string[];
  /** Addresses that reached the daily limit on emails to them. */
  overMailLimit: Set<string>;
}

/** The facts about addresses and groups that somebody chose. */
export interface AddressFacts {
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
}

/** Finds out what inviting these addresses would do. */
export function checkAddresses(
  emails: readonly string[],
  { now, groups, pending, users, counters }: Acting & AddressFacts,
  policy: InvitePolicy,
): AddressCheck {
  const skipped = new Map<string, SkippedAddress>();
  for (const email of emails)
    if (!isDomainAllowed(email, policy)) skipped.set(email, { email, outcome: "domain" });
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
    groupIds: groups.map(({ _id }) => _id),
    skipped,
    expired,
    invitable: others.filter((email) => !limited.has(email)),
    overMailLimit: limited,
  };
}

/** Builds the stages that read these facts. */
export function addressFacts(emails: readonly string[], groupIds: readonly string[]): PipelineStage[] {
  return [
    { $set: { counterIds: counterIds({ $literal: emails }) } },
    lookUp("groups", Group, { _id: { $in: validIds(groupIds) } }, { _id: 1 }),
    lookUp(
      "pending",
      Invite,
      { email: { $in: emails }, status: "pending" },
      { email: 1, expiresAt: 1, generation: 1, invitedBy: { name: 1, clientName: 1 }, delivery: 1 },
    ),
    lookUp("users", User, { email: { $in: emails.flatMap(spellingsOf) }, ...registered }, { email: 1 }),
    lookUpCounters,
  ];
}
