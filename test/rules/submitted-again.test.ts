import { beforeAll, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { everyModel } from "../../src/models/every-model.ts";
import { Job } from "../../src/models/job.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { changes } from "../support/slack/listener-changes.ts";
import { listenerScenarios, strayAccount } from "../support/slack/listener-scenarios.ts";
import { seedAdmin, seedGroups } from "../support/slack/seed.ts";
import { metricOf } from "../support/web/metric.ts";
import { startWorld } from "../support/world.ts";

/** Each form has an admin of its own. */
interface Form {
  name: string;
  person: Person;
  tag: string;
}

const forms: Form[] = [];
const world = await startWorld((at) => {
  const names = Object.keys(listenerScenarios).filter((name) => name.startsWith("view "));
  for (const [index, name] of names.entries()) {
    const person = at.addPerson({ name: `Admin ${index}`, email: `admin${index}@acme.io` });
    forms.push({ name, person, tag: `tx${index}y` });
  }
  at.addPerson({ name: strayAccount("tx"), email: "stray@acme.io" });
  return { INVITE_UNDO_SECONDS: "3600", METRICS_TOKEN: "scrape-me" };
});
const { slack } = world;

beforeAll(async () => {
  await seedGroups(101);
  for (const { person } of forms) await seedAdmin(person);
});

/** What only waits, counts or draws, or is kept for an hour or a day in case somebody goes on. */
const passing = ["Counter", "Draft", "HomeTab", "Job", "Pulse", "Run", "RunLine"];

/** Reads all that was done, by model and id, without the messages that show it: some are written a little later. */
async function everything(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const { modelName, collection } of everyModel.filter((each) => !passing.includes(each.modelName)))
    for await (const { _id, cards, writing, ...rest } of collection.find()) all[`${modelName} ${_id}`] = rest;
  return all;
}

/** Submits a form, and waits for all that comes of it. @returns what Slack sent */
async function submitted({ name, person, tag }: Form): Promise<string> {
  const act = await listenerScenarios[name]?.(person, tag);
  const by = { "actor.userId": person.id };
  const before = await AuditEvent.countDocuments(by);
  await act?.();
  await eventually(async () =>
    expect([name, (await AuditEvent.countDocuments(by)) - before]).toEqual([name, changes[name] ?? 0]),
  );
  const isTheirs = (body: string) => decodeURIComponent(body).includes(person.id);
  const sent = slack.requests.findLast(({ type, body }) => type === "view_submission" && isTheirs(body));
  return sent?.body ?? expect.fail(`${name} was not submitted`);
}

/** Waits until nothing is under way or due. */
async function rests(): Promise<void> {
  await eventually(async () => {
    const isNow = [{ dueAt: { $lte: new Date() } }, { lease: { $exists: true } }];
    const now = { status: "waiting", kind: { $ne: "webhook" }, $or: isNow } as const;
    expect(await Job.countDocuments(now)).toBe(0);
    expect(await metricOf(world.app.url, "iam_in_hand")).toBe(0);
  });
}

test("every form submitted three times has its effect once", {
  timeout: 10 * PATIENCE_MS,
}, async () => {
  const bodies: string[] = [];
  const waiting = forms.values();
  const lane = async () => {
    for (const form of waiting) bodies.push(await submitted(form));
  };
  await Promise.all([lane(), lane(), lane(), lane(), lane()]);
  await rests();
  const once = await everything();

  for (const body of bodies)
    expect(await Promise.all([slack.deliver(body), slack.deliver(body)])).toEqual([200, 200]);
  await rests();
  expect(await everything()).toEqual(once);
});
