import { afterEach, beforeEach, expect, test } from "vitest";
import { Job } from "../../src/models/job.ts";
import { provisionGroup, takeBackGroup } from "../../src/services/provisioning/provision-group.ts";
import { createPerson } from "../../src/services/provisioning/provision-person.ts";
import { policy } from "../support/acting.ts";
import { actingClient } from "../support/acting-client.ts";
import { seedAdmin } from "../support/slack/seed.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

const person = (userName: string) => ({
  profile: { userName, emails: [{ value: `${userName}@acme.io` }] },
  active: true,
});

test("a provider's first sync sends no email, one summary to every admin an hour later, and one more in the next hour", async () => {
  const okta = await actingClient("Okta", ["scim"]);
  const eve = world.slack.addPerson({ name: "Eve Adams", email: "eve@acme.io" });
  await seedAdmin(world.mia);
  await seedAdmin(eve);
  const worker = world.starts();
  await worker.idle();
  const told = () =>
    [world.mia, eve].map(({ messages }) =>
      messages.map(({ asText }) => asText).filter((text) => text.includes("Okta changed")),
    );

  await createPerson(okta, person("first"), policy);
  await world.tellsEvents(worker);
  for (let at = 0; at < 5; at += 1) await createPerson(okta, person(`person${at}`), policy);
  await provisionGroup(okta, { displayName: "Sales" }, []);
  await world.tellsEvents(worker);
  expect(await Job.countDocuments({ kind: "provisioning-summary" })).toBe(1);
  expect(told()).toEqual([[], []]);
  await world.makesDue({ kind: "provisioning-summary" });
  await worker.idle();
  const summary =
    "Okta changed things here in the last hour: 6 people registered, 1 group created. The audit log says who and when.";
  expect(told()).toEqual([[summary], [summary]]);

  await createPerson(okta, person("late"), policy);
  await world.tellsEvents(worker);
  await world.makesDue({ kind: "provisioning-summary" });
  await worker.idle();
  expect(told()[1]).toEqual([summary, expect.stringContaining("in the last hour: 1 person registered.")]);
  expect(world.sendgrid.mails).toEqual([]);
});

test("the other admins are told who took a group back", async () => {
  const okta = await actingClient("Okta", ["scim"]);
  const eve = world.slack.addPerson({ name: "Eve Adams", email: "eve@acme.io" });
  await seedAdmin(world.mia);
  await seedAdmin(eve);
  const groupId = await provisionGroup(okta, { displayName: "Sales" }, []);
  await takeBackGroup(world.actor(), groupId);
  const worker = world.starts();
  await world.tellsEvents(worker);
  await worker.idle();
  await eve.receives("Mia Chen took the group Sales back from its identity provider: from now on, admins");
  expect(world.mia.messages.filter(({ asText }) => asText.includes("took the group"))).toEqual([]);
});
