import mongoose, { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AccessRequest } from "../../src/models/access-request.ts";
import { Group } from "../../src/models/group.ts";
import { beginSending } from "../../src/services/invites/begin-sending.ts";
import { recordSent } from "../../src/services/invites/record-delivery.ts";
import { claimDue } from "../../src/services/job-queue.ts";
import { createPersonAmongOthers } from "../../src/services/provisioning/create-people.ts";
import { createRequest } from "../../src/services/requests/create-request.ts";
import { settlerOfDone } from "../../src/services/settle-jobs.ts";
import { cardsOf } from "../../src/slack/state/request-cards.ts";
import { policy, requestPolicy } from "../support/acting.ts";
import { actingClient } from "../support/acting-client.ts";
import { fixtures } from "../support/slack/fixtures.ts";
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

test("twenty emails due together are claimed, read and recorded together: ten commands, three of which wait for a majority", async () => {
  await world.invitesQuietly(Array.from({ length: MAILS }, (_, n) => `person${n}@example.com`));
  sent = [];
  const { jobs } = await claimDue(60_000, ["invite-email"], MAILS);
  expect(sent).toEqual(["find outboxmessages", "update outboxmessages, waits"]);

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

test("a request costs seven commands, one of which waits for a majority; reads of its cards at the same time are shared", async () => {
  const { registered, group } = fixtures(world);
  const [vault, leads] = [await group("Vault"), await group("Leads")];
  await Group.updateOne({ _id: vault }, { $set: { requests: { open: true, answers: 1, deciders: leads } } });
  const somebody = async (name: string, groups: (typeof leads)[]) => {
    const person = world.slack.addPerson({ name, email: `${name.toLowerCase()}@acme.io` });
    await registered(name, { groups, linkedTo: person });
    return person;
  };
  const eve = await somebody("Eve", []);
  for (const name of ["Ada", "Ben", "Cleo"]) await somebody(name, [leads]);
  sent = [];
  await createRequest(
    { ...world.actor(eve), owner: false },
    { groupId: String(vault), hours: 24, reason: "To help" },
    { ...requestPolicy, invites: world.policy },
  );
  expect(sent).toEqual([
    "find users",
    "aggregate groups",
    "insert accessrequests",
    "insert auditevents",
    "update counters",
    "insert outboxmessages",
    "commitTransaction 1, waits",
  ]);

  const { _id: requestId } = await AccessRequest.findOne().orFail().lean();
  sent = [];
  await Promise.all([1, 2, 3].map(() => cardsOf(String(requestId))));
  expect(sent).toEqual(["find accessrequests"]);
});

test("registering a person through a provider costs six commands, one of which waits for a majority, and so does registering twenty at once", async () => {
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
