import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Profile } from "../../../dev/emulators/slack/accounts.ts";
import type { GridInstall } from "../../../dev/emulators/slack/organisation.ts";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Counter } from "../../../src/models/counter.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { HomeTab } from "../../../src/models/home-tab.ts";
import { Invite } from "../../../src/models/invite.ts";
import { User } from "../../../src/models/user.ts";
import { NotAdmin } from "../../../src/services/errors.ts";
import * as listeners from "../faults/privileged-listeners.ts";
import * as services from "../faults/privileged-services.ts";
import { full } from "../faults/run.ts";
import { actorOf, decided, expectRefusalOf, forgetRefusals } from "../faults/unauthorized-actors.ts";
import { register } from "../registrations.ts";
import { freshDatabase } from "../setup/database.ts";
import { startWorld } from "../world.ts";
import { fixtures } from "./fixtures.ts";

const [ACME, LABS, SALES] = ["Acme", "Acme Labs", "Acme Sales"];
const adminGroups = [builtInGroupIds.users, builtInGroupIds.admin];

/** People of the organisation who may act if the app is installed in Acme, however Slack describes them. */
const members: [who: string, profile: Partial<Profile>][] = [
  ["only in the workspace", {}],
  ["only in the workspace, with the organisation as their team", { toldTeam: "organisation" }],
  ["only in the workspace, with no team", { toldTeam: "none" }],
  ["at home in the workspace, and in another", { workspaces: [ACME, LABS] }],
  ["at home in another workspace, and in this", { workspaces: [LABS, ACME] }],
  ["the same, with their home as team", { workspaces: [LABS, ACME], toldTeam: "home" }],
  [
    "the same, with the organisation as their team",
    { workspaces: [SALES, LABS, ACME], toldTeam: "organisation" },
  ],
];
const inAnother: typeof members = [
  ["only in another workspace", { workspaces: [LABS] }],
  ["in two other workspaces", { workspaces: [LABS, SALES] }],
  ["the same, with the organisation as their team", { workspaces: [SALES], toldTeam: "organisation" }],
];

/** People who have no access, although they once held an admin's link. */
const outsiders: [who: string, profile: Partial<Profile>, reason: string][] = [
  ["a guest", { guest: true }, "guest"],
  ["a guest in several workspaces", { guest: true, workspaces: [LABS, ACME] }, "guest"],
  ["a single-channel guest", { guest: "single-channel" }, "guest"],
  ["a bot", { bot: true }, "bot"],
  ["a deactivated account", { deactivated: true }, "deactivated"],
  ["someone whom Slack calls a stranger", { stranger: true }, "other_organisation"],
  ["someone of a workspace outside", { teamId: "T0GLOBEX" }, "other_organisation"],
  [
    "the same, whom Slack doesn't call a stranger",
    { teamId: "T0GLOBEX", stranger: false },
    "other_organisation",
  ],
  [
    "someone of another Grid",
    { teamId: "T0GLOBEX", organisationId: "E0GLOBEX", stranger: false },
    "other_organisation",
  ],
];

/** Tests who may act in an Enterprise Grid, with the app installed in one workspace or in the organisation. */
export async function whoMayInGrid(installed: GridInstall): Promise<void> {
  const world = await startWorld({}, freshDatabase().uri, installed);
  const { slack, mia } = world;
  const { registered } = fixtures(world);
  const whole = installed === "organisation";
  let count = 0;

  beforeAll(() => listeners.fillLists(world));
  beforeEach(async () => {
    // Nobody looks at Home tabs from earlier tests, and each change would redraw them all.
    await HomeTab.deleteMany();
    await Counter.deleteMany({ _id: /^refused:/ });
    await mia.closes({ all: true });
  });

  /**
   * Returns all in a full run; in a quick one, every other one for one kind of installation, the rest for the other.
   */
  function byTurns<T>(all: readonly T[]): T[] {
    return all.filter((_, at) => full || at % 2 === Number(whole));
  }

  /** Adds someone with a unique address. */
  function newcomer(profile: Partial<Profile>): Person {
    count += 1;
    return slack.addPerson({ name: `Newcomer ${count}`, email: `newcomer.${count}@acme.io`, ...profile });
  }

  /** Adds someone who is in Admin, by a link that once held. */
  async function onceAdmin(profile: Partial<Profile>): Promise<Person> {
    const person = newcomer(profile);
    await registered(
      person.account.name,
      {
        groups: adminGroups,
        linkedTo: person,
      },
      person.account.email,
    );
    return person;
  }

  const stored = async ({ id }: Person) => (await User.findOne({ "slack.userId": id }).lean())?.slack;

  test("the owner may use commands, Home and buttons", async () => {
    await mia.runs("/iam pending");
    await mia.seesView("Pending invites");
    await mia.closes();
    await mia.opensHome();
    await mia.sees("Send Test Email");
  });

  test.each(byTurns(whole ? [...members, ...inAnother] : members))(
    "an admin who is %s may act",
    async (_who, profile) => {
      const person = newcomer(profile);
      const { name, email = "" } = person.account;
      await register(world, { name, email, groups: ["Admin"] });
      await expect.poll(() => stored(person)).toMatchObject({ teamId: slack.teamId, email });

      const invited = `eve.${count}@example.com`;
      await person.runs(`/iam invite ${invited}`);
      await person.seesView("Invite people");
      await person.submits();
      await expect.poll(() => Invite.exists({ email: invited })).not.toBeNull();
      await person.closes({ all: true });
      await person.opensHome();
      await person.sees(/\[\d+ Pending Invites?\]/);
      // Reads and changes take it for the same person.
      const events = await AuditEvent.find({ "actor.userId": person.id }).lean();
      expect(events.map(({ action }) => action)).toContain("invite.created");
      expect(new Set(events.map(({ actor }) => actor.teamId))).toEqual(new Set([slack.teamId]));
      expect(await stored(person)).not.toHaveProperty("paused");
    },
  );

  test("it is the same account in every workspace where it types, and when it is mentioned", async () => {
    const person = newcomer({ workspaces: [LABS, ACME, SALES] });
    const { name, email = "" } = person.account;
    await mia.runs(`/iam invite @${name}`);
    await mia.seesView("Invite people");
    await mia.submits();
    await mia.closes({ all: true });
    expect(await Invite.findOne({ email }).lean()).toMatchObject({
      account: { teamId: slack.teamId, userId: person.id },
    });
    for (const workspace of [LABS, SALES, ACME]) {
      person.goesTo(workspace);
      await person.runs("/iam pending");
      await person.sees("Only admins can do this.");
      await person.opensHome();
      await person.sees("You’re not registered");
      await Counter.deleteMany({ _id: /^refused:/ });
    }
    const refusals = await AuditEvent.find({ action: "access.refused", "actor.userId": person.id }).lean();
    expect(new Set(refusals.map(({ target }) => target.id))).toEqual(
      new Set([`${slack.teamId}:${person.id}`]),
    );
  });

  test("someone who just joined another workspace is looked up again, and keeps their rights", async () => {
    const person = await onceAdmin({ workspaces: [ACME, LABS] });
    await person.runs("/iam pending");
    await person.seesView("Pending invites");
    await person.closes();
    person.changesUntold({ workspaces: [ACME, LABS, SALES] });
    person.goesTo(SALES);
    await person.runs("/iam pending");
    await person.seesView("Pending invites");
    expect(await stored(person)).not.toHaveProperty("paused");
  });

  const out = whole
    ? outsiders
    : [
        ...outsiders,
        ...inAnother.map(([who, profile]): (typeof outsiders)[number] => [
          who,
          profile,
          "other_organisation",
        ]),
      ];

  test.each(byTurns(out))("%s has no access", async (_who, profile, reason) => {
    const person = await onceAdmin(profile);
    const before = await decided();
    await person.runs("/iam pending");
    await person.sees("Only admins can do this.");
    await person.runs("/iam invite eve@example.com");
    await expect.poll(() => person.ephemerals.length).toBe(2);
    await person.opensHome();
    await expect.poll(() => person.home()).toMatch(/[Aa]sk /);
    expect(person.home()).not.toMatch(/\d+ Pending Invites?\]/);
    const refusals = await AuditEvent.find({ action: "access.refused", "actor.userId": person.id }).lean();
    expect(refusals.map(({ after }) => after?.reason)).toEqual([reason]);
    expect(await decided()).toBe(before);
  });

  test.each(byTurns(out))("%s can't be invited by mention, nor linked by hand", async (_who, profile) => {
    const person = newcomer(profile);
    await mia.runs(`/iam invite @${person.account.name}`);
    await mia.sees(`${person.account.name} can't be invited`);
    await mia.closes();
    const user = `User ${count}`;
    await registered(user);
    await mia.runs(`/iam user user.${count}@acme.io`);
    await mia.seesView("Profile");
    await mia.presses("Link Slack Account");
    await mia.seesView("Link Slack account");
    await mia.picks("Slack account", person.account.name);
    expect(JSON.stringify(await mia.submits())).toContain("Choose another account.");
    expect(await stored(person)).toBeUndefined();
  });

  describe("services", () => {
    /** What a refused person must not change. */
    let before: services.Before;
    beforeAll(async () => {
      const [owner, unlinked] = [await actorOf(world, mia), await actorOf(world, newcomer({}))];
      before = await services.before(world, owner, unlinked, "x");
    });

    test.each(out.map(([who, profile], round) => ({ who, profile, round })))(
      "refuse $who",
      async ({ who, profile, round }) => {
        const actor = await actorOf(world, await onceAdmin(profile));
        const all = Object.entries(services.privileged);
        // In the quick selection each service refuses one of them.
        for (const [name, call] of full ? all : all.filter((_, at) => at % out.length === round)) {
          await expect(call(actor, before), `${name}, ${who}`).rejects.toThrow(NotAdmin);
        }
      },
    );
  });

  /** One listener of each kind and topic: all determine who acts in the same way (test/rules/who-may-not). */
  const families = new Map(
    Object.entries(listeners.privileged).map(([name, scenario]) => [
      name.split(/[ ._]/).slice(0, 2).join(" "),
      { name, scenario },
    ]),
  );
  const everyFamily = [...families.values()].map((each, round) => ({ ...each, round }));
  test.each(byTurns(everyFamily))(
    "$name refuses people without access who send an admin's view and values, and audits it",
    async ({ name, scenario, round }) => {
      const [, profile] = out[round % out.length] ?? [];
      const person = await onceAdmin(profile ?? {});
      await listeners.play(scenario, world);
      const sent = slack.requests.findLast((request) => listeners.listenerOf(request) === name);
      if (!sent) throw new Error(`Nothing was sent to ${name}.`);
      const before = await decided();
      await forgetRefusals();
      await slack.deliver(listeners.sentBy(person, sent));
      await expectRefusalOf(person);
      expect(await decided()).toBe(before);
    },
  );

  test("people who leave, become guests or are deactivated lose their rights at once", async () => {
    const leaves = await onceAdmin({ workspaces: [LABS, ACME] });
    await leaves.becomes(whole ? { deactivated: true } : { workspaces: [LABS] });
    const reason = whole ? "deactivated" : "other_organisation";
    await expect.poll(() => stored(leaves)).toMatchObject({ paused: { code: reason } });
    const guest = await onceAdmin({ workspaces: [LABS, ACME] });
    await guest.becomes({ guest: true });
    await expect.poll(() => stored(guest)).toMatchObject({ paused: { code: "guest" } });
    for (const person of [leaves, guest]) {
      await person.runs("/iam pending");
      await person.sees("Only admins can do this.");
    }
  });

  test("messages name a workspace of the recipient if the app is installed in the whole organisation", () => {
    const methods = ["views.publish", "conversations.open", "chat.postMessage", "chat.update"];
    const naming = slack.calls().filter(({ args }) => args.team_id !== undefined);
    // Files go to people who ran something, which not every selection does.
    const named = naming.map(({ method }) => method).filter((method) => !method.startsWith("files."));
    expect([...new Set(named)].sort()).toEqual(whole ? [...methods].sort() : []);
  });

  test("Slack accepted every call of the app", () => {
    const refused = slack.calls().filter(({ answer }) => answer.ok !== true);
    const expected = ({ method, answer }: (typeof refused)[number]) =>
      // Two redraws of one thing at once: the second one draws again.
      answer.error === "hash_conflict" ||
      // Some people without access can't be messaged either, when a press leaves no other way to answer.
      (method === "chat.postMessage" && answer.error === "channel_not_found") ||
      (method === "conversations.open" && ["cannot_dm_bot", "user_disabled"].includes(String(answer.error)));
    expect(refused.filter((call) => !expected(call))).toEqual([]);
  });
}
