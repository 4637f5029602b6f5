import { afterAll, beforeEach, expect, test } from "vitest";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { disconnect } from "../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { NotAdmin } from "../../src/services/errors.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { answerRequest } from "../../src/services/requests/answer-request.ts";
import { createRequest } from "../../src/services/requests/create-request.ts";
import { withdrawRequest } from "../../src/services/requests/follow-request.ts";
import { RequestSettled } from "../../src/services/requests/refusals.ts";
import { changeGroups } from "../../src/services/users/change-groups.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { mia, requestPolicy } from "../support/acting.ts";
import { times } from "../support/faults/run.ts";
import { seedUsers } from "../support/slack/seed.ts";
import { emptyDatabase } from "../support/worker/empty-database.ts";

const ada: AccountActor = { ...mia, userId: "UADA", name: "Ada Byron", email: "ada@acme.io", owner: false };
const users = String(builtInGroupIds.users);
const nothing = { all: false, names: [] };

let research: string;
beforeEach(async () => {
  await emptyDatabase();
  const fields = { description: "", services: nothing, projects: nothing, regions: nothing };
  research = (await createGroup(mia, { ...fields, name: "Research" })).groupId;
  await Group.updateOne({ _id: research }, { $set: { requests: { open: true, answers: 1 } } });
  const slack = { teamId: "T1", userId: "UADA", email: "ada@acme.io", linkedAt: new Date() };
  await seedUsers(["Ada Byron"], builtInGroupIds.admin, { email: "ada@acme.io", slack });
});
afterAll(disconnect);

async function somebody(n: number): Promise<AccountActor> {
  const person = { ...mia, userId: `U${n}`, name: `Person ${n}`, email: `person.${n}@acme.io`, owner: false };
  const slack = { teamId: "T1", userId: person.userId, email: person.email, linkedAt: new Date() };
  await seedUsers([person.name], users, { email: person.email, slack });
  return person;
}

const asks = async (person: AccountActor) =>
  (await createRequest(person, { groupId: research, hours: 24, reason: "To help" }, requestPolicy)).requestId;

test("two answers in the same millisecond: one counts, with one event, and the other person is told who was first", async () => {
  for (let n = 0; n < times({ quick: 30, full: 200 }); n += 1) {
    const person = await somebody(n);
    const id = await asks(person);
    const answers = await Promise.allSettled([
      answerRequest(mia, id, { approved: true }, requestPolicy),
      n % 2 === 0
        ? answerRequest(ada, id, { approved: false, reason: "Not now" }, requestPolicy)
        : withdrawRequest(person, id),
    ]);
    const failed = answers.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(failed).toEqual([expect.any(RequestSettled)]);
    const settled = { $in: ["request.approved", "request.denied", "request.withdrawn"] };
    expect(await AuditEvent.countDocuments({ "target.id": id, action: settled })).toBe(1);
    const { status } = await AccessRequest.findById(id).orFail().lean();
    const user = await User.findOne({ "slack.userId": person.userId }).orFail().lean();
    expect(user.memberships).toHaveLength(status === "approved" ? 2 : 1);
  }
});

test("two approvals at once, where two are needed, approve the request once", async () => {
  await Group.updateOne({ _id: research }, { $set: { "requests.answers": 2 } });
  const policy = { ...requestPolicy, owners: [mia.userId] };
  for (let n = 0; n < times({ quick: 8, full: 30 }); n += 1) {
    const id = await asks(await somebody(n));
    const answers = await Promise.all(
      [mia, ada].map((by) => answerRequest(by, id, { approved: true }, policy)),
    );
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["approved", "waits_for_another"]);
    expect(await AuditEvent.countDocuments({ "target.id": id, action: "request.approved" })).toBe(1);
  }
});

test("a decider is removed from the deciders' group while answering: one of the two comes first, never both", async () => {
  const fields = { description: "", services: nothing, projects: nothing, regions: nothing };
  const leads = (await createGroup(mia, { ...fields, name: "Leads" })).groupId;
  await Group.updateOne({ _id: research }, { $set: { "requests.deciders": leads } });
  for (let n = 0; n < times({ quick: 6, full: 20 }); n += 1) {
    const lead = await somebody(1_000 + n);
    const leadId = String((await User.findOne({ "slack.userId": lead.userId }).orFail().lean())._id);
    await changeGroups(mia, (await userProfile(mia, leadId)).version, [users, leads]);
    const id = await asks(await somebody(n));
    const { version } = await userProfile(mia, leadId);
    const [answer] = await Promise.allSettled([
      answerRequest(lead, id, { approved: true }, requestPolicy),
      changeGroups(mia, version, [users]),
    ]);
    const { status } = await AccessRequest.findById(id).orFail().lean();
    if (answer.status === "rejected") expect(answer.reason).toBeInstanceOf(NotAdmin);
    expect(status).toBe(answer.status === "fulfilled" ? "approved" : "pending");
  }
});
