import mongoose, { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { beginSending } from "../../src/services/invites/begin-sending.ts";
import { recordSent } from "../../src/services/invites/record-delivery.ts";
import { claimDue } from "../../src/services/job-queue.ts";
import { createPersonAmongOthers } from "../../src/services/provisioning/create-people.ts";
import { settlerOfDone } from "../../src/services/settle-jobs.ts";
import { policy } from "../support/acting.ts";
import { actingClient } from "../support/acting-client.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

const MAILS = 20;

let world: WorkerWorld;
/** What the app sends to the database; what waits for a majority is marked. */
let sent: string[] = [];
const note = ({ commandName, command }: { commandName: string; command: Record<string, unknown> }) => {
  const waits = command.writeConcern ? ", waits" : "";
  sent.push(`${commandName} ${command[commandName]}${waits}`);
};

beforeEach(async () => {
  world = await startWorkerWorld();
  mongoose.connection.getClient().on("commandStarted", note);
});
afterEach(async () => {
  mongoose.connection.getClient().off("commandStarted", note);
  await world.ends();
});

test("twenty mails that are due together are claimed, read and recorded together: eleven commands, of which three wait for a majority", async () => {
  await world.invitesQuietly(Array.from({ length: MAILS }, (_, n) => `person${n}@example.com`));
  sent = [];
  const { jobs } = await claimDue(60_000, ["invite-email"], MAILS);
  expect(sent).toEqual(["find outboxmessages", "update outboxmessages, waits", "find outboxmessages"]);

  sent = [];
  const mails = jobs.map(({ facts }) => ({
    inviteId: new Types.ObjectId(String(facts.inviteId)),
    generation: 1,
  }));
  const read = await Promise.all(mails.map(beginSending));
  expect(read.map((mail) => mail?.groups)).toEqual(mails.map(() => ["Users"]));
  expect(sent).toEqual(["update invites, waits", "find invites", "find groups"]);

  sent = [];
  const settleSent = settlerOfDone(recordSent);
  const settled = jobs.map((job, n) => settleSent({ job, what: mails[n] ?? expect.fail("no mail") }));
  expect(new Set(await Promise.all(settled))).toEqual(new Set([true]));
  expect(sent).toEqual([
    "update outboxmessages",
    "aggregate invites",
    "update invites",
    "insert outboxmessages",
    "commitTransaction 1, waits",
  ]);
});

test("a person whom a provider registers costs six commands, of which one waits for a majority, and so do twenty at once", async () => {
  const okta = await actingClient("Okta", ["scim"]);
  const registers = (userName: string) =>
    createPersonAmongOthers(
      okta,
      { profile: { userName, emails: [{ value: `${userName}@acme.io` }] }, active: true },
      policy,
    );
  for (const names of [["eve"], Array.from({ length: 20 }, (_, n) => `person${n}`)]) {
    sent = [];
    await Promise.all(names.map(registers));
    // When the client was last used is written beside.
    expect(sent.filter((command) => !command.includes(" clients"))).toEqual([
      "aggregate groups",
      "insert users",
      "insert auditevents",
      "update counters",
      "insert outboxmessages",
      "commitTransaction 1, waits",
    ]);
  }
});
