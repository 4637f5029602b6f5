import { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AccessRequest } from "../../src/models/access-request.ts";
import { Group } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { usersGroupId } from "../../src/services/groups/groups.ts";
import { answerRequest } from "../../src/services/requests/answer-request.ts";
import { createRequest } from "../../src/services/requests/create-request.ts";
import { askAboutRequest } from "../../src/services/requests/follow-request.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { linkByHand } from "../../src/services/users/link-account.ts";
import { enqueueSlack } from "../../src/slack/state/jobs.ts";
import type { Worker } from "../../src/worker/worker.ts";
import { requestPolicy } from "../support/acting.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
let eve: Person;
let deciders: Person[];
let groupId: string;
beforeEach(async () => {
  world = await startWorkerWorld();
  const { registered, group } = fixtures(world);
  const leads = await group("Leads");
  groupId = String(await group("Vault"));
  await Group.updateOne(
    { _id: groupId },
    { $set: { requests: { open: true, answers: 1, deciders: leads } } },
  );
  const person = async (name: string, groups: (typeof leads)[] = []) => {
    const somebody = world.slack.addPerson({
      name,
      email: `${name.toLowerCase().replace(" ", ".")}@acme.io`,
    });
    await registered(name, { groups, linkedTo: somebody });
    return somebody;
  };
  eve = await person("Eve Adams");
  deciders = [await person("Ada Byron", [leads]), await person("Ben Okri", [leads])];
});
afterEach(() => world.ends());

const policyOf = () => ({ ...requestPolicy, invites: world.policy });
const asks = async () => {
  const asker = { ...world.actor(eve), owner: false };
  return createRequest(asker, { groupId, hours: 24, reason: "To help" }, policyOf());
};
const looksAgain = async (times: number) => {
  const { _id: requestId } = await AccessRequest.findOne().orFail().lean();
  const dueAt = new Date(Date.now() - 1_000);
  const again = { kind: "request-notices" as const, requestId, dueAt };
  await enqueueSlack(dueAt, ...Array.from({ length: times }, () => again));
};
const cards = (person: Person) =>
  person.messages.filter(({ asText }) => asText.includes("Eve Adams asks for Vault.")).length;

test("however many processes find out at once who must be asked, everyone gets one card", async () => {
  await asks();
  await looksAgain(20);
  const workers = [world.starts(), world.starts(), world.starts()];
  for (const worker of workers) await worker.idle();
  expect(deciders.map(cards)).toEqual([1, 1]);
});

test("an unreachable decider holds nobody up, and is asked the next time deciders are looked up", async () => {
  const [ada] = deciders;
  if (!ada) throw new Error("nobody decides");
  await ada.becomes({ deactivated: true });
  await asks();
  const worker = world.starts();
  await worker.idle();
  expect(deciders.map(cards)).toEqual([0, 1]);
  await ada.becomes({ deactivated: false });
  await looksAgain(1);
  await worker.idle();
  expect(deciders.map(cards)).toEqual([1, 1]);
});

test("a former decider is told nothing more about a request, and their card says so", async () => {
  const [ada, ben] = deciders;
  const { requestId } = await asks();
  const worker = world.starts();
  await worker.idle();
  expect(deciders.map(cards)).toEqual([1, 1]);
  await User.updateOne({ name: "Ada Byron" }, { $pull: { memberships: { groupId: { $ne: usersGroupId } } } });
  const dueAt = new Date(Date.now() - 1_000);
  const waits = {
    kind: "request-news",
    requestId: new Types.ObjectId(requestId),
    news: "waiting",
    dueAt,
  } as const;
  await enqueueSlack(dueAt, ...deciders.map(({ id: to }) => ({ ...waits, to })));
  await worker.idle();
  expect(deciders.map(({ messages }) => messages.length)).toEqual([1, 2]);

  await answerRequest(world.actor(), requestId, { approved: true }, policyOf());
  await expect.poll(() => ben?.messages[0]?.asText).toContain("Approved by Mia Chen");
  await worker.idle();
  expect(ada?.messages.map(({ asText }) => asText)).toEqual(["You can no longer approve this"]);
});

/** Links Eve to another account; the next holder of hers reads what is in its messages. */
async function relinksEve(to: Person): Promise<void> {
  const { _id } = await User.findOne({ name: "Eve Adams" }).orFail().lean();
  const { version } = await userProfile(world.actor(), String(_id));
  await linkByHand(world.actor(), version, { ...world.actor(to), owner: false });
}
/** Asks, and lets the time pass after which Eve gets her card. */
async function asksWithCard(worker: Worker): Promise<string> {
  const { requestId } = await asks();
  await worker.idle();
  await world.makesDue({ kind: "request-notice" });
  await worker.idle();
  return requestId;
}
const newAccount = () => world.slack.addPerson({ name: "Eve A. Adams", email: "eve.a@acme.io" });
const moved = "This request has moved to another Slack account.";
const textsOf = (person: Person) => person.messages.map(({ asText }) => asText);
const asksForVault = expect.stringContaining("You asked for Vault.");

test("the card of someone linked to another account moves there, and the old account reads nothing more", async () => {
  const worker = world.starts();
  const requestId = await asksWithCard(worker);
  expect(textsOf(eve)).toEqual([asksForVault]);
  const anew = newAccount();
  // What was to be told before she was linked anew goes where she is now.
  const dueAt = new Date(Date.now() - 1_000);
  const news = { kind: "request-news", requestId: new Types.ObjectId(requestId), to: eve.id, dueAt } as const;
  await relinksEve(anew);
  await enqueueSlack(dueAt, { ...news, news: "nobody" });
  await worker.idle();
  const nobody = expect.stringContaining("Nobody");
  expect([textsOf(eve), textsOf(anew)]).toEqual([[moved], expect.arrayContaining([asksForVault, nobody])]);

  await askAboutRequest(world.actor(), requestId, "Which books?");
  // A question about a request that is over is no news.
  await worker.idle();
  await answerRequest(world.actor(), requestId, { approved: true }, policyOf());
  await worker.idle();
  expect(textsOf(eve)).toEqual([moved]);
  expect(textsOf(anew)).toEqual(
    expect.arrayContaining([expect.stringMatching(/You asked for Vault\..*Approved by Mia Chen/s)]),
  );
  expect(anew.messages).toHaveLength(4);
});

test("a card on its way to the old account doesn't show the request either", async () => {
  let answers = () => {};
  const until = new Promise<void>((resolve) => (answers = resolve));
  world.slack.next("chat.postMessage", { until }, 5);
  await asks();
  const [worker, other] = [world.starts(), world.starts()];
  const underWay = () =>
    world.slack.exchanges.some(
      ({ name, sent }) =>
        name === "chat.postMessage" && JSON.stringify(sent).includes("You asked for Vault."),
    );
  await expect.poll(underWay).toBe(true);
  const anew = newAccount();
  await relinksEve(anew);
  const untold = { kind: "event", "facts.action": "user.linked", status: "waiting" } as const;
  await expect.poll(() => Job.countDocuments(untold)).toBe(0);
  answers();
  await worker.idle();
  await other.idle();
  expect([textsOf(eve), textsOf(anew)]).toEqual([[moved], [asksForVault]]);
});

test("a card comes back once its asker is linked to their earlier account", async () => {
  const worker = world.starts();
  const requestId = await asksWithCard(worker);
  const anew = newAccount();
  await relinksEve(anew);
  await worker.idle();
  await relinksEve(eve);
  await worker.idle();
  expect([textsOf(eve), textsOf(anew)]).toEqual([[asksForVault], [moved]]);
  await answerRequest(world.actor(), requestId, { approved: true }, policyOf());
  await worker.idle();
  expect([eve.messages.length, textsOf(anew)]).toEqual([2, [moved]]);
});
