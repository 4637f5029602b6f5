import type { Ineligibility } from "../../models/ineligibility.ts";
import { membershipsAt } from "../../models/membership.ts";
import { pauseReason, User, type UserDocument } from "../../models/user.ts";
import { type AccountActor, anyEmailOf } from "../actor.ts";
import { adminStatus } from "../authorize.ts";
import { type End, endOf } from "../ends.ts";
import type { AskableAdmin } from "../errors.ts";
import { type EndedMembership, endedMemberships } from "../groups/ended-memberships.ts";
import { type GroupSummary, groupNames, groupsWithIds } from "../groups/groups.ts";
import { hasLinkedEmail, linkedAs } from "../linked-user.ts";
import { type TestMailStatus, testMailOf } from "../mail/test-mail.ts";
import { detailsOf } from "../profiles/tell-profile.ts";
import { type HomeRequests, homeRequests } from "../requests/home-requests.ts";
import { databaseTime } from "../transaction.ts";
import { anyAdmin } from "../users/join-admin.ts";
import type { PersonDetails } from "../users/person-details.ts";
import { formatPhone } from "../users/phone.ts";
import { type Overview, overview } from "./overview.ts";

/** Who someone is here, as they may see it themselves. */
export type Self =
  | {
      kind: "user";
      details: PersonDetails & { email: string };
      suspended: boolean;
      groups: (GroupSummary & { end: End | null })[];
      /** Groups they were in until a moment ago. */
      ended: EndedMembership[];
    }
  /** The account is linked, but has no rights until an admin links it again. */
  | { kind: "paused"; reason: Ineligibility }
  | { kind: "stranger" };

/** What someone's Home shows. */
export type Home = { now: Date; requests: HomeRequests } & (
  | ({ shows: "overview"; self: Self } & Overview)
  | {
      shows: "setup";
      email: string | null;
      /** Whether the workspace confirmed the address. */
      confirmed: boolean;
      name: string;
      testMail: TestMailStatus | null;
    }
  | {
      shows: "profile";
      self: Self;
      askInstead: readonly AskableAdmin[];
      ineligible: boolean;
      accountId: string;
    }
);

/**
 * Reads what someone's Home shows: an admin's or auditor's overview, an owner's checklist before the first Admin
 * exists, or who they are.
 */
export async function homeOf(actor: AccountActor): Promise<Home> {
  const status = await adminStatus(actor);
  const now = await databaseTime();
  const requests = await homeRequests(actor);
  if ("refusal" in status)
    return {
      now,
      requests,
      shows: "profile",
      self: await selfOf(actor, now),
      askInstead: status.refusal.facts.askInstead,
      ineligible: actor.ineligible !== null,
      accountId: actor.userId,
    };
  if (actor.owner && !(await anyAdmin())) {
    const own = { email: anyEmailOf(actor), confirmed: actor.email !== null, name: actor.name };
    return { now, requests, shows: "setup", ...own, testMail: await testMailOf(actor) };
  }
  return { now, requests, shows: "overview", self: await selfOf(actor, now), ...(await overview(now)) };
}

async function selfOf(actor: AccountActor, now: Date): Promise<Self> {
  const user = await User.findOne(linkedAs(actor)).lean();
  if (!user?.slack) return { kind: "stranger" };
  const reason =
    pauseReason(user.slack) ??
    actor.ineligible ??
    (hasLinkedEmail(actor, user.slack) ? null : "email_changed");
  if (reason) return { kind: "paused", reason };
  const details = detailsOf(user);
  return {
    kind: "user",
    details: { ...details, phone: await formatPhone(details.phone), email: user.email },
    suspended: user.status === "suspended",
    groups: await groupsOf(user, now),
    ended: endedMemberships(user, now, await groupNames(user.memberships.map(({ groupId }) => groupId))),
  };
}

async function groupsOf(user: UserDocument, now: Date): Promise<(GroupSummary & { end: End | null })[]> {
  const memberships = membershipsAt(user, now);
  const endById = new Map(memberships.map((each) => [String(each.groupId), endOf(each)]));
  const groups = await groupsWithIds(memberships.map(({ groupId }) => groupId));
  return groups.map((group) => ({ ...group, end: endById.get(group.id) ?? null }));
}
