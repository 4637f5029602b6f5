import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { NotAdmin } from "../../src/services/errors.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { suspendUser } from "../../src/services/users/suspend-user.ts";
import * as listeners from "../support/faults/privileged-listeners.ts";
import * as services from "../support/faults/privileged-services.ts";
import { times } from "../support/faults/run.ts";
import {
  actorOf,
  decided,
  expectRefusalOf,
  forgetRefusals,
  unauthorizedActors,
} from "../support/faults/unauthorized-actors.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

/** How the app is installed: in a workspace by itself, unless `npm run test:faults` says where in a Grid. */
const gridInstall = z.enum(["workspace", "organisation"]).optional().parse(process.env.GRID_INSTALL);

const { started: world, registered } = await listeners.notingListeners(() =>
  startWorld({ INVITE_UNDO_SECONDS: "600" }, freshDatabase().uri, gridInstall),
);
const { slack, mia } = world;
const owner = await actorOf(world, mia);
const unlinked = await actorOf(world, slack.addPerson({ name: "Unlinked", email: "unlinked@acme.io" }));
const unauthorized = await unauthorizedActors(world);
/** May read what admins read, and that alone. */
const auditor = await fixtures(world).auditor("Audrey Reader");
beforeAll(() => listeners.fillLists(world));

/** Everyone who may not; in a Grid four of them by turns, and in the quick selection one. */
function some(round: number) {
  const count = times({ quick: 1, full: gridInstall ? 4 : unauthorized.length });
  return [...unauthorized, ...unauthorized].slice(round % unauthorized.length).slice(0, count);
}

test("every service that takes an account, and every listener, is in a table", () => {
  const names = (...tables: object[]) => tables.flatMap(Object.keys).sort();
  expect(services.servicesWithActor().sort()).toEqual(names(services.privileged, services.open));
  const { privileged, like, open } = listeners;
  expect([...new Set(registered)].sort()).toEqual(names(privileged, like, open));
});

/** Expects a call to be refused, and to be audited. */
async function refuses(person: Person, call: (actor: AccountActor) => Promise<unknown>): Promise<void> {
  await expect(call(await actorOf(world, person))).rejects.toThrow(NotAdmin);
  await expectRefusalOf(person);
}

/** What an admin's Slack last sent to a listener. */
function lastSent(listener: string) {
  const sent = slack.requests.findLast((request) => listeners.listenerOf(request) === listener);
  if (!sent) throw new Error(`Nothing was sent to ${listener}.`);
  return sent;
}

test.each(
  [
    ...Object.entries(listeners.privileged).map(([listener, scenario]) => ({
      listener,
      from: listener,
      scenario,
      as: undefined,
    })),
    ...Object.entries(listeners.like).map(([listener, { from, as }]) => ({
      listener,
      from,
      scenario: null,
      as,
    })),
  ].map((each, round) => ({ ...each, round })),
)(
  "$listener refuses whoever may not, with an admin's own view and values, and audits it",
  async ({ listener, from, scenario, as, round }) => {
    if (scenario) await listeners.play(scenario, world);
    const sent = lastSent(from);
    const may = listeners.reads.has(listener) ? [] : [auditor];
    const refused = [...may, ...some(round).map(({ person }) => person)];
    await forgetRefusals();
    await Promise.all(
      refused.map(async (person) => {
        await slack.deliver(listeners.sentBy(person, sent, as));
        await expectRefusalOf(person);
      }),
    );
    const triggers = new Set<unknown>(refused.map(listeners.triggerOf));
    const shown = slack.calls().filter(({ args }) => triggers.has(args.trigger_id));
    expect(shown, "nothing is opened").toEqual([]);
  },
);

test("another admin can't send what Mia reviews: it is hers", async () => {
  const ben = await fixtures(world).admin("Ben Weber");
  await listeners.privileged["action invite.change"]?.(mia, world);
  const before = await Invite.countDocuments();
  const told = slack.calls("views.update").length;
  await slack.deliver(listeners.sentBy(ben, lastSent("action invite.change")));
  await expect
    .poll(() => JSON.stringify(slack.calls("views.update").slice(told)))
    .toContain("This has been open for over an hour.");
  expect(await Invite.countDocuments()).toBe(before);
});

describe("services", () => {
  const before = (fresh: string) => services.before(world, owner, unlinked, fresh);
  /** Nothing of it is changed until all is read. */
  let toRead: services.Before;
  beforeAll(async () => {
    // What follows from what is set up is nobody's concern here.
    world.app.drain();
    toRead = await before("toread");
  });

  const every = Object.entries(services.privileged).map(([name, call], round) => ({ name, call, round }));
  const reading = every.filter(({ name }) => services.reads.has(name));
  const changing = every.filter(({ name }) => !services.reads.has(name));

  test.each([...reading, ...changing])(
    "the service $name refuses whoever may not, and audits it",
    async ({ name, call, round }) => {
      const reads = services.reads.has(name);
      const its = reads ? toRead : await before(`of${name.toLowerCase()}`);
      if (name === "reactivateUser") {
        await suspendUser(owner, its.version, "keep");
        its.version = (await userProfile(owner, its.version.userId)).version;
      }
      if (name === "takeBackGroup")
        await Group.updateOne({ _id: its.groupId }, { managedBy: { clientId: "c1", name: "Okta" } });
      const refused = [...some(round).map(({ person }) => person), ...(reads ? [] : [auditor])];
      const stands = await decided();
      await forgetRefusals();
      await Promise.all(refused.map((person) => refuses(person, (actor) => call(actor, its))));
      expect(await decided()).toBe(stands);
      if (reads) {
        await call(await actorOf(world, auditor), its);
        // What somebody exports is on record: it is no refusal.
        await AuditEvent.deleteMany({ "actor.userId": auditor.id });
      }
      // It was the actor alone that was refused.
      await call(owner, its);
    },
  );
});
