import { isValidObjectId } from "mongoose";
import { NotFound } from "../errors.ts";
import { User, type UserDocument } from "../models/user.ts";
import type { SlackActor } from "./actor.ts";
import { type GroupSummary, groupsWithIds } from "./groups.ts";
import { forAdmin } from "./rights.ts";
import { beginning } from "./words.ts";

const CHOICES = 10;

/** Whom someone asked for: an email address, a Slack account, or the beginnings of words of the name. */
export type Who =
  | { by: "email"; email: string }
  | { by: "account"; teamId: string; userId: string }
  | { by: "name"; text: string };

export interface UserChoice {
  userId: string;
  name: string;
  email: string;
}

/** What *Profile* and *Groups* show of a user. */
export interface UserProfile {
  userId: string;
  name: string;
  email: string;
  title: string | null;
  phone: string | null;
  timeZone: string;
  status: "active" | "suspended";
  slackUserId: string | null;
  invitedBy: string;
  registeredAt: Date;
  groups: (GroupSummary & { since: Date; by: string })[];
}

/** Users who match, at most 10, in the order of their names. @throws NotAdmin */
export async function findUsers(actor: SlackActor, who: Who): Promise<UserChoice[]> {
  return forAdmin(actor, async () => {
    const users = await User.find(filterFor(who)).limit(CHOICES).lean();
    return users
      .map(({ _id, name, email }) => ({ userId: String(_id), name, email }))
      .sort((a, b) => a.name.localeCompare(b.name));
  });
}

function filterFor(who: Who) {
  switch (who.by) {
    case "email":
      return { email: who.email.toLowerCase() };
    case "account":
      return { "slack.teamId": who.teamId, "slack.userId": who.userId };
    case "name":
      return { $and: beginning(who.text) };
  }
}

/** One user with their groups. @throws NotAdmin, NotFound */
export async function userProfile(actor: SlackActor, userId: string): Promise<UserProfile> {
  return forAdmin(actor, async () => {
    const user = isValidObjectId(userId) ? await User.findById(userId).lean() : null;
    if (!user) throw new NotFound({ what: "user" });
    return profileOf(user);
  });
}

async function profileOf(user: UserDocument): Promise<UserProfile> {
  const groups = await groupsWithIds(user.memberships.map(({ groupId }) => groupId));
  const membership = new Map(user.memberships.map((each) => [String(each.groupId), each]));
  return {
    userId: String(user._id),
    name: user.name,
    email: user.email,
    title: user.title ?? null,
    phone: user.phone ?? null,
    timeZone: user.timeZone,
    status: user.status,
    slackUserId: user.slack?.userId ?? null,
    invitedBy: user.invitedBy.name,
    registeredAt: user.registeredAt,
    groups: groups.flatMap((group) => {
      const held = membership.get(group.id);
      return held ? [{ ...group, since: held.since, by: held.by.name }] : [];
    }),
  };
}
