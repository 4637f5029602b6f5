import { WebClient } from "@slack/web-api";
import { expect } from "vitest";
import type { Profile } from "../../../dev/emulators/slack/accounts.ts";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Counter } from "../../../src/models/counter.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { User } from "../../../src/models/user.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { slackAccounts } from "../../../src/slack/kit/accounts.ts";
import { readInstallation } from "../../../src/slack/kit/installation.ts";
import { fixtures } from "../slack/fixtures.ts";
import type { World } from "../world.ts";

/** Someone in Slack who may do nothing that only admins may. */
export interface UnauthorizedActor {
  name: string;
  person: Person;
}

/** Creates every kind of unauthorised person. All but the first two are in Admin, by a link that once held. */
export async function unauthorizedActors(world: World): Promise<UnauthorizedActor[]> {
  const { slack } = world;
  const { registered } = fixtures(world);
  const { admin, users } = builtInGroupIds;
  let count = 0;

  async function someone(name: string, profile: Partial<Profile> = {}): Promise<UnauthorizedActor> {
    count += 1;
    const person = slack.addPerson({
      name: `Unauthorized ${count}`,
      email: `unauthorized.${count}@acme.io`,
      ...profile,
    });
    return { name, person };
  }
  const linked = async (name: string, profile: Partial<Profile> = {}, groups = [users, admin]) => {
    const actor = await someone(name, profile);
    await registered(actor.person.account.name, { groups, linkedTo: actor.person });
    return actor;
  };
  const once = async (name: string, then: (person: Person) => Promise<unknown>) => {
    const actor = await linked(name);
    await then(actor.person);
    return actor;
  };
  const ofUser = (change: object) => (person: Person) =>
    User.updateOne({ name: person.account.name }, change);

  return [
    await someone("someone who is not a user"),
    await linked("a member", {}, [users]),
    await linked("a guest", { guest: true }),
    await linked("a single-channel guest", { guest: "single-channel" }),
    await linked("a bot", { bot: true }),
    await linked("someone of another team", { teamId: "T0OTHER" }),
    await linked("someone of another team whom Slack doesn’t call a stranger", {
      teamId: "T0OTHER",
      stranger: false,
    }),
    await linked("a deactivated account", { deactivated: true }),
    await once("a suspended admin", ofUser({ status: "suspended" })),
    await once(
      "an admin who was just removed from Admin",
      ofUser({ $pull: { memberships: { groupId: admin } } }),
    ),
    await once("an admin whose email changed", (person) => person.becomes({ email: "other@evil.example" })),
    await once("an admin whose email is no longer confirmed", (person) =>
      person.becomes({ emailConfirmed: false }),
    ),
  ];
}

/** Describes an account as the app would see it now. */
export async function actorOf({ slack, mia }: World, { id, account }: Person): Promise<AccountActor> {
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
  const installation = readInstallation(await client.auth.test());
  if (!installation) throw new Error("auth.test names no installation");
  return slackAccounts(client, installation, [mia.id], { info() {} }).fresh({
    userId: id,
    actingFrom: account.teamId,
  });
}

/** Reads everything that admins decide, to compare before and after. */
export async function decided(): Promise<unknown> {
  const [invites, users, groups] = [
    await Invite.find({}, { status: 1, generation: 1, groupIds: 1, expiresAt: 1 }).sort({ _id: 1 }).lean(),
    await User.find({}, { status: 1, memberships: 1, "slack.userId": 1 }).sort({ _id: 1 }).lean(),
    await Group.find().sort({ _id: 1 }).lean(),
  ];
  return JSON.stringify({ invites, users, groups });
}

/** Forgets earlier refusals, so that one in the same minute is recorded as well. */
export async function forgetRefusals(): Promise<void> {
  await Counter.deleteMany({ _id: /^refused:/ });
  await AuditEvent.deleteMany({ action: "access.refused" });
}

/** Expects the attempt in the audit log only as a refusal. */
export async function expectRefusalOf({ id, account }: Person): Promise<void> {
  const theirs = () => AuditEvent.find({ "actor.userId": id, action: { $ne: "user.paused" } }).lean();
  await expect
    .poll(async () => (await theirs()).map(({ action, target }) => [action, target.label]))
    .toEqual([["access.refused", account.name]]);
}
