import { afterEach, beforeEach, expect, test } from "vitest";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { pauseIfChanged } from "../../src/services/pause-link.ts";
import { changeGroups } from "../../src/services/users/change-groups.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { joinAdmin } from "../../src/services/users/join-admin.ts";
import { linkAtFirstCommand, linkByHand } from "../../src/services/users/link-account.ts";
import { reactivateUser, suspendUser } from "../../src/services/users/suspend-user.ts";
import { actorOf, seedAdmin, seedUsers } from "../support/slack/seed.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

const users = String(builtInGroupIds.users);
const admin = String(builtInGroupIds.admin);

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

const eveId = async () => String((await User.findOne({ name: "Eve Adams" }).orFail().lean())._id);
const seen = async () => (await userProfile(world.actor(), await eveId())).version;

/** What can happen to Eve. */
const steps = {
  registers: async () => void (await seedUsers(["Eve Adams"], users)),
  "accepts an invite into Admin": async () => {
    const request = { emails: ["eve@acme.io"], groupIds: [admin], expiryDays: 7 };
    const [outcome] = await createInvites(world.actor(), request, world.policy);
    const inviteId = outcome?.outcome === "invited" ? outcome.inviteId : "";
    await acceptInvite({ inviteId, generation: 1 }, { name: "Eve Adams", timeZone: "UTC" }, "nonce");
  },
  "runs a command": (eve: AccountActor) => linkAtFirstCommand(eve),
  "is linked": async (eve: AccountActor) => linkByHand(world.actor(), await seen(), eve),
  "is put in Admin": async () => changeGroups(world.actor(), await seen(), [users, admin]),
  "leaves Admin": async () => changeGroups(world.actor(), await seen(), [users]),
  "is suspended": async () => void (await suspendUser(world.actor(), await seen(), "keep")),
  "is reactivated": async () => reactivateUser(world.actor(), await seen()),
  "is paused": async (eve: AccountActor) => pauseIfChanged({ ...eve, email: "other@acme.io" }),
};

type Step = keyof typeof steps;

const orders: [Step[], string][] = [
  [["registers", "is put in Admin", "is linked"], "Mia Chen linked it."],
  [["registers", "is linked", "is put in Admin"], "Mia Chen put them in Admin."],
  [
    ["registers", "is put in Admin", "is suspended", "is linked", "is reactivated"],
    "Mia Chen reactivated them.",
  ],
  [
    ["registers", "is suspended", "is linked", "is put in Admin", "is reactivated"],
    "Mia Chen reactivated them.",
  ],
  [["registers", "is linked", "is paused", "is put in Admin", "is linked"], "Mia Chen linked it."],
  [["accepts an invite into Admin", "runs a command"], "Slack confirmed that it is theirs."],
  [
    ["accepts an invite into Admin", "is suspended", "runs a command", "is reactivated"],
    "Mia Chen reactivated them.",
  ],
];

const told = "Eve Adams (";

test.each(orders)(
  "who %j: the other admins are told, once each, however slow the worker",
  async (order, how) => {
    const [jonas, ben] = ["Jonas", "Ben"].map((name) =>
      world.slack.addPerson({ name, email: `${name.toLowerCase()}@acme.io` }),
    );
    if (!jonas || !ben) throw new Error("nobody is there");
    await seedAdmin(jonas);
    await seedAdmin(ben);
    const eve = world.slack.addPerson({ name: "Eve Adams", email: "eve@acme.io" });
    for (const step of order) await steps[step](actorOf(eve));

    const worker = world.starts();
    const messages = [await jonas.receives(told), await ben.receives(told)];
    for (const { asText } of messages) expect(asText).toContain(how);
    await worker.idle();
    for (const other of [jonas, ben])
      expect(other.messages.filter(({ asText }) => asText.includes("is in Admin and now"))).toHaveLength(1);
    expect(eve.messages).toEqual([]);
  },
);

test("the other admins are told even of someone who had the rights only for a moment", async () => {
  const jonas = world.slack.addPerson({ name: "Jonas", email: "jonas@acme.io" });
  await seedAdmin(jonas);
  const eve = world.slack.addPerson({ name: "Eve Adams", email: "eve@acme.io" });
  for (const step of ["registers", "is linked", "is put in Admin", "leaves Admin"] as const)
    await steps[step](actorOf(eve));
  world.starts();
  await jonas.receives(told);
});

test("an owner who joins Admin is announced to everyone in it by then", async () => {
  await joinAdmin(world.actor());
  const jonas = world.slack.addPerson({ name: "Jonas", email: "jonas@acme.io" });
  await seedAdmin(jonas);
  world.starts();
  await jonas.receives("They joined as an owner named by the operator.");
});
