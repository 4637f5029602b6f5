import { randomUUID } from "node:crypto";
import { Group, type GroupDocument } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { beginSending } from "../../src/services/invites/begin-sending.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import type { LinkClaims } from "../../src/services/invites/link-token.ts";
import type { InvitePolicy } from "../../src/services/invites/policy.ts";
import { ruleJob } from "../../src/services/jobs.ts";
import { type DeliveryEvent, recordEvents } from "../../src/services/mail/delivery-events.ts";
import type { RequestPolicy } from "../../src/services/requests/policy.ts";
import { databaseTime } from "../../src/services/transaction.ts";
import { changeGroups } from "../../src/services/users/change-groups.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import type { UserVersion } from "../../src/services/users/user-version.ts";
import type { Newcomer, SeededGroup } from "./newcomers.ts";

/** The link key that signs the seeded invites. */
export const seedKeyId = "demo";

/** The policy of the seeded history: emails leave at once. */
export const seedPolicy: InvitePolicy = {
  expiryDays: 7,
  undoSeconds: 0,
  limits: { admin: 200, total: 2000, address: 5 },
  allowedDomains: [],
  language: "en",
  keyId: seedKeyId,
};

/** The operator's settings for requests. */
export const seedRequestPolicy: RequestPolicy = {
  lapseDays: 7,
  timeZone: "UTC",
  owners: [],
  invites: seedPolicy,
  isEligible: async () => true,
};

/** Returns a group by its name. */
export async function groupNamed(name: string): Promise<GroupDocument> {
  const group = await Group.findOne({ name }).lean();
  if (!group) throw new Error(`There is no group ${name}.`);
  return group;
}

/** Returns a user as an admin sees them now. */
export async function userNow(admin: AccountActor, email: string): Promise<UserVersion> {
  const user = await User.findOne({ email }).lean();
  if (!user) throw new Error(`${email} is not a user.`);
  return (await userProfile(admin, String(user._id))).version;
}

/** Returns the claims of the link in the latest email to an address. */
export async function linkOf(email: string): Promise<LinkClaims> {
  const invite = await Invite.findOne({ email }).sort({ createdAt: -1 }).lean();
  if (!invite) throw new Error(`${email} has no invite.`);
  return { inviteId: String(invite._id), generation: invite.generation };
}

/** Invites people at once, as an admin. */
export async function invite(
  actor: AccountActor,
  emails: string[],
  asked: { groups?: string[]; days?: number; message?: string; undoSeconds?: number } = {},
): Promise<void> {
  const { groups = ["Users"], days = 7, message, undoSeconds = 0 } = asked;
  const groupIds = await Promise.all(groups.map(async (name) => String((await groupNamed(name))._id)));
  await createInvites(actor, { emails, groupIds, expiryDays: days, message }, { ...seedPolicy, undoSeconds });
}

/** Sends the emails that are due, and reports each as delivered, or with the outcome given for its address. */
export async function mailsLeave(elsewise: Record<string, DeliveryEvent["what"]> = {}): Promise<void> {
  const waiting = await Job.find({ kind: "invite-email", status: "waiting" }).lean();
  const at = await databaseTime();
  const reports: DeliveryEvent[] = [];
  for (const { _id, kind, facts } of waiting) {
    const spec = ruleJob.parse({ kind, ...facts });
    const mail = spec.kind === "invite-email" && (await beginSending(spec));
    if (!mail) continue;
    const about = { outboxId: String(_id), at };
    reports.push({ ...about, eventId: randomUUID(), what: { kind: "processed" } });
    const what = elsewise[mail.email] ?? { kind: "delivered" };
    reports.push({ ...about, eventId: randomUUID(), what });
  }
  await recordEvents(reports);
}

/** Follows a newcomer's link and registers them. */
export async function accept([name, email, title, timeZone, , phone]: Newcomer): Promise<void> {
  await acceptInvite(await linkOf(email), { name, title, timeZone, phone }, randomUUID());
}

/** Adds someone to these groups and `Users`, as an admin. */
export async function putInto(by: AccountActor, email: string, groups: string[]): Promise<void> {
  const ids = await Promise.all(
    ["Users", ...groups].map(async (name) => String((await groupNamed(name))._id)),
  );
  await changeGroups(by, await userNow(by, email), ids);
}

/** Returns an invite's id and generation, as in its row of the list. */
export async function seen(email: string): Promise<[inviteId: string, generation: number]> {
  const { inviteId, generation } = await linkOf(email);
  return [inviteId, generation];
}

/** Fills in the form of a group. */
export function groupForm({ name, description, services, projects, regions }: SeededGroup) {
  const scope = (names: string[] | "all") =>
    names === "all" ? { all: true, names: [] } : { all: false, names };
  return {
    name,
    description,
    services: scope(services),
    projects: scope(projects),
    regions: scope(regions),
  };
}
