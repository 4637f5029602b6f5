import { type mongo, Types } from "mongoose";
import type { AuditEventDocument } from "../src/models/audit-event.ts";
import { builtInGroupIds, type GroupDocument } from "../src/models/group.ts";
import type { InviteDocument } from "../src/models/invite.ts";
import type { UserDocument } from "../src/models/user.ts";
import { groupTerms } from "../src/services/groups/group-name.ts";
import { searchTerms } from "../src/services/search-terms.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const AT_ONCE = 10_000;
const AGE_STEP_MS = 1_000;
const FEW_GROUPS = 10;

const firstNames = "Ada Ben Cleo Dina Emil Fay Gil Hana Ivo Jana Kofi Lena Mara Noor Olga Pia".split(" ");
const lastNames = "Adler Brandt Chen Diaz Engel Fuchs Gross Haas Ito Jung Klein Lang Maier Nowak".split(" ");

const pick = <T>(from: readonly T[], n: number): T => {
  const found = from[n % from.length];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
};

/** Returns an id that is the same in each run, in the order of `n`. */
const id = (n: number) => new Types.ObjectId(n.toString(16).padStart(24, "0"));

/** The admin who created everything. */
export const admin = {
  kind: "slack" as const,
  name: "Mia Chen",
  teamId: "T1",
  userId: "UMIA",
  email: "mia@acme.io",
};

/** Creates the nth group besides the built-in ones. */
export function nthGroup(n: number): GroupDocument {
  return {
    _id: id(n + 100),
    name: `Group ${n}`,
    nameKey: `group ${n}`,
    words: groupTerms(`Group ${n}`),
    description: "",
    builtIn: false,
    services: ["Tickets"],
    projects: [`Project ${n}`],
    regions: ["eu"],
    membersVersion: 0,
    version: 1,
  };
}

/** Creates the nth newest pending invite, all by one admin, one per second; every hundredth has delivery trouble. */
export function nthInvite(n: number, now: Date): InviteDocument {
  const email = `${pick(firstNames, n)}.${n}@${pick(lastNames, n)}.example`.toLowerCase();
  const createdAt = new Date(now.getTime() - n * AGE_STEP_MS);
  const state = n % 100 === 0 ? ("bounced" as const) : ("delivered" as const);
  const delivery = { state, generation: 1, at: createdAt };
  return {
    _id: id(n),
    email,
    status: "pending",
    generation: 1,
    groupIds: [builtInGroupIds.users, id(100 + (n % FEW_GROUPS))],
    invitedBy: admin,
    createdAt,
    expiryDays: 30,
    expiresAt: new Date(now.getTime() + 30 * DAY_MS - n),
    queuedAt: createdAt,
    keyId: "k1",
    delivery,
    deliveryHistory: [delivery],
    batchId: id(n),
    words: searchTerms(email),
  };
}

/** Creates the nth user, a member of two groups. */
export function nthUser(n: number, now: Date): UserDocument {
  const name = `${pick(firstNames, n)} ${pick(lastNames, Math.floor(n / firstNames.length))} ${n}`;
  const email = `user.${n}@acme.example`;
  const registeredAt = new Date(now.getTime() - n * AGE_STEP_MS);
  return {
    _id: id(n),
    email,
    name,
    timeZone: "UTC",
    status: "active",
    memberships: [builtInGroupIds.users, id(100 + (n % FEW_GROUPS))].map((groupId) => ({
      groupId,
      since: registeredAt,
      by: admin,
    })),
    inviteId: id(n),
    invitedBy: admin,
    registeredAt,
    words: searchTerms(email, name),
  };
}

/** Creates the nth newest event of the log: an invite to the nth address. */
export function nthEvent(n: number, now: Date): AuditEventDocument {
  const email = `${pick(firstNames, n)}.${n}@${pick(lastNames, n)}.example`.toLowerCase();
  return {
    _id: id(n),
    at: new Date(now.getTime() - n * AGE_STEP_MS),
    actor: admin,
    action: "invite.created",
    target: { kind: "invite", id: String(id(n)), label: email },
    before: null,
    after: { email, groups: [String(builtInGroupIds.users)] },
    about: [String(id(n)), email, String(builtInGroupIds.users)],
    sequence: n + 1,
  };
}

/**
 * Adds the documents from `from` up to `to` (exclusive), a few thousand at a time.
 *
 * @param told is called with how many there are so far
 */
export async function fill<T extends { _id: Types.ObjectId }>(
  collection: mongo.Collection,
  nth: (n: number) => T,
  { from = 0, to, told = () => {} }: { from?: number; to: number; told?: (n: number) => void },
): Promise<void> {
  for (let start = from; start < to; start += AT_ONCE) {
    const end = Math.min(to, start + AT_ONCE);
    const documents = Array.from({ length: end - start }, (_, index) => ({ ...nth(start + index) }));
    await collection.insertMany(documents, { ordered: false, writeConcern: { w: 1 } });
    told(end);
  }
}
