import { afterEach, beforeEach, expect, test } from "vitest";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { readAuditLog } from "../../src/services/audit/read-audit-log.ts";
import { enqueue } from "../../src/services/jobs.ts";
import { databaseTime } from "../../src/services/transaction.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { linkAtFirstCommand, linkByHand } from "../../src/services/users/link-account.ts";
import { actorOf, seedAdmin, seedUsers } from "../support/slack/seed.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

const { users } = builtInGroupIds;
/** What the admins are told of Eve. */
const told = "Eve Adams (shared@acme.io) has no Slack account here";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
  await seedAdmin(world.mia);
});
afterEach(() => world.ends());

/** An account whose address Eve registered with, and that an invite to Bob mentioned when it had another. */
async function promisedTwice() {
  const account = world.slack.addPerson({ name: "Bob", email: "shared@acme.io" });
  const [eve = ""] = await seedUsers(["Eve Adams"], users, { email: "shared@acme.io" });
  const invitedAccount = { teamId: account.account.teamId, userId: account.id };
  const [bob = ""] = await seedUsers(["Bob Berg"], users, { email: "bob@acme.io", invitedAccount });
  return { account, eve, bob };
}

const linkedTo = async (account: { id: string }) =>
  (await User.findOne({ "slack.userId": account.id }).orFail().lean()).name;

test("an account promised to two people is linked to the one whose invite mentioned it; the admins are told about the other", async () => {
  const { account } = await promisedTwice();
  await linkAtFirstCommand(actorOf(account));
  expect(await linkedTo(account)).toBe("Bob Berg");
  const worker = world.starts();
  const { asText } = await world.mia.receives(told);
  expect(asText).toContain("an invite was bound to the account that Bob Berg (bob@acme.io) has.");
  await worker.idle();
  await linkAtFirstCommand(actorOf(account));
  await worker.idle();
  expect(world.mia.messages.filter((message) => message.asText.includes(told))).toHaveLength(1);
  const log = await readAuditLog(world.actor(), "shared@acme.io", null);
  expect(log.rows.map(({ action, target }) => [action, target.label])).toEqual([
    ["user.linked", "bob@acme.io"],
  ]);
});

test("if both invites mentioned it, the person whose address it has now gets it", async () => {
  const { account } = await promisedTwice();
  const invitedAccount = { teamId: account.account.teamId, userId: account.id };
  await User.updateOne({ name: "Eve Adams" }, { invitedAccount });
  await linkAtFirstCommand(actorOf(account));
  expect(await linkedTo(account)).toBe("Eve Adams");
});

test("admins are told about someone who registers when the account already belongs to someone else", async () => {
  const { account, eve } = await promisedTwice();
  await User.deleteOne({ _id: eve });
  await linkAtFirstCommand(actorOf(account));
  const [later = ""] = await seedUsers(["Eve Adams"], users, { email: "shared@acme.io" });
  const now = await databaseTime();
  const { _id: userId } = await User.findById(later).orFail().lean();
  await enqueue(now, { kind: "link-account", userId, dueAt: now });
  const worker = world.starts();
  await world.mia.receives(told);
  await worker.idle();
  expect(await linkedTo(account)).toBe("Bob Berg");
  expect(await Job.countDocuments({ status: "failed" })).toBe(0);
});

test("an admin can give it to either, and admins are told about the other", async () => {
  const { account, bob } = await promisedTwice();
  await linkByHand(world.actor(), (await userProfile(world.actor(), bob)).version, actorOf(account));
  world.starts();
  await world.mia.receives(told);
});
