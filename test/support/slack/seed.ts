import { Types } from "mongoose";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import type { ActorRecord } from "../../../src/models/actor-record.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { User, type UserDocument } from "../../../src/models/user.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { groupTerms } from "../../../src/services/groups/group-name.ts";
import { searchTerms } from "../../../src/services/search-terms.ts";

const mia: ActorRecord = { kind: "slack", name: "Mia Chen", email: "mia@acme.io" };

const registeredAt = new Date("2026-03-03T13:00:00Z");

/** Writes registered members of a group into the database, without accepted invites. */
export async function seedUsers(
  names: readonly string[],
  groupId: string | Types.ObjectId,
  rest: Partial<UserDocument> = {},
): Promise<string[]> {
  const users = names.map((name): UserDocument => {
    const email = rest.email ?? `${name.toLowerCase().replace(/\W+/g, ".")}@example.com`;
    return {
      _id: new Types.ObjectId(),
      email,
      name,
      timeZone: "Europe/Berlin",
      status: "active",
      memberships: [{ groupId: new Types.ObjectId(groupId), since: registeredAt, by: mia }],
      inviteId: new Types.ObjectId(),
      invitedBy: mia,
      registeredAt,
      words: searchTerms(email, name),
      ...rest,
    };
  });
  await User.insertMany(users);
  return users.map(({ _id }) => String(_id));
}

/** Writes someone in Slack into the database as an admin. */
export async function seedAdmin(person: Person): Promise<void> {
  const { name, email = "", teamId } = person.account;
  await seedUsers([name], builtInGroupIds.admin, {
    email,
    slack: { teamId, userId: person.id, email, linkedAt: registeredAt },
  });
}

/** Describes someone in Slack as an actor for services. */
export function actorOf(person: Person, owner = false): AccountActor {
  const { name, email = null, teamId } = person.account;
  return {
    kind: "account",
    teamId,
    userId: person.id,
    name,
    email,
    timeZone: "UTC",
    owner,
    ineligible: null,
  };
}

/** Writes pending invites into the database, with nothing queued for them. */
export async function seedInvites(emails: readonly string[], groupIds: readonly string[]): Promise<void> {
  const now = new Date();
  const delivery = { state: "delivered" as const, generation: 1, at: now };
  await Invite.insertMany(
    emails.map((email) => ({
      email,
      groupIds: groupIds.map((id) => new Types.ObjectId(id)),
      invitedBy: mia,
      createdAt: now,
      expiryDays: 7,
      expiresAt: new Date(now.getTime() + 86_400_000),
      queuedAt: now,
      keyId: "k1",
      delivery,
      deliveryHistory: [delivery],
      batchId: new Types.ObjectId(),
      words: searchTerms(email),
    })),
  );
}

/** Returns the document of a group that gives nothing. */
export const groupNamed = (name: string) => ({
  name,
  nameKey: name.toLowerCase(),
  words: groupTerms(name),
  services: [],
  projects: [],
  regions: [],
});

/** Writes this many groups into the database, from *Zone 000*. */
export async function seedGroups(count: number, from = 0): Promise<void> {
  const names = Array.from({ length: count }, (_, at) => `Zone ${String(from + at).padStart(3, "0")}`);
  await Group.insertMany(names.map(groupNamed));
}
