import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { neededBy } from "../../src/slack/kit/permitted.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { seedInvites } from "../support/slack/seed.ts";
import { seedWebhook } from "../support/slack/seed-webhook.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack } = world;
const { registered, admin, auditor } = fixtures(world);
let audrey: Person;

beforeAll(async () => {
  await admin("Ada Byron");
  audrey = await auditor("Audrey Reader");
  await registered("Eve Adams");
  await seedInvites(["waits@example.com", "also@example.com"], [String(builtInGroupIds.users)]);
  await seedWebhook("Hook of ours");
  await createClient({ kind: "operator" }, { name: "Portal", permissions: ["users:read"], expiryDays: 30 });
});
beforeEach(() => audrey.closes({ all: true }));

const refusals = () => AuditEvent.countDocuments({ action: "access.refused", "actor.userId": audrey.id });
const said = () => JSON.stringify(audrey.ephemerals.at(-1));
/** Every button that was drawn for her so far. */
const drawn = () =>
  slack
    .calls()
    .filter(({ method }) => method.startsWith("views."))
    .flatMap(({ args }) => JSON.stringify(args.view).match(/(?<="action_id":")[^"]+/g) ?? []);

test("an auditor reads every list and page, and sees no button that would be refused", async () => {
  const from = drawn().length;
  await audrey.runs("/iam pending");
  await audrey.sees("waits@example.com");
  await audrey.picks("Show", "Expired in the last 30 days");
  await audrey.sees("No invite expired in the last 30 days.");
  await audrey.closes();
  await audrey.runs("/iam user Eve Adams");
  await audrey.seesView("Profile");
  await audrey.presses("Groups");
  await audrey.seesView("Groups");
  await audrey.presses("Activity");
  await audrey.seesView("Activity");
  await audrey.closes();
  await audrey.runs("/iam groups Users");
  await audrey.seesView("Group members");
  await audrey.presses("Access Rules");
  await audrey.sees("Nobody can ask for Users.");
  await audrey.closes({ all: true });
  await audrey.runs("/iam groups");
  await audrey.seesView("Groups");
  await audrey.closes();
  await audrey.runs("/iam clients");
  await audrey.seesView("API clients");
  await audrey.presses("View the API client Portal");
  await audrey.seesView("API client");
  await audrey.closes({ all: true });
  await audrey.runs("/iam webhooks");
  await audrey.seesView("Webhooks");
  await audrey.presses("View the webhook Hook of ours");
  await audrey.seesView("Webhook");
  await audrey.closes({ all: true });
  await audrey.runs("/iam requests");
  await audrey.seesView("Requests");
  await audrey.picks("Show", "All");
  await audrey.sees("Nobody has asked for anything yet.");
  await audrey.closes();
  await audrey.runs("/iam audit");
  await audrey.seesView("Audit log");
  await audrey.closes();
  await audrey.opensHome();
  await audrey.sees("Pending Invites");
  expect(audrey.home()).toContain("[Audit Log]");
  expect(
    drawn()
      .slice(from)
      .filter((id) => neededBy.has(id)),
  ).toEqual([]);
  expect(await refusals()).toBe(0);
});

test("help lists what an auditor can do, and a command that invites is refused", async () => {
  await audrey.runs("/iam help");
  await audrey.sees("See who gets in, from Slack:");
  expect(said()).not.toMatch(/\/iam invite|Resend|Create|Add, test/);
  await audrey.runs("/iam invite eve@example.com");
  await audrey.sees("Only admins can do this. Ask @Ada Byron");
  expect(await refusals()).toBe(1);
  await audrey.runs("/iam user nobody@example.com");
  await audrey.sees("No user matches");
  expect(said()).not.toContain("invite.open");
});

test("an auditor who is also in Admin is an admin; someone who left Auditors reads nothing", async () => {
  await User.updateOne(
    { name: "Audrey Reader" },
    {
      $push: {
        memberships: {
          groupId: builtInGroupIds.admin,
          since: new Date(),
          by: { kind: "system", name: "iam-bot" },
        },
      },
    },
  );
  await audrey.runs("/iam pending");
  await audrey.sees("[Resend");
  await audrey.closes();
  await User.updateOne(
    { name: "Audrey Reader" },
    { $pull: { memberships: { groupId: { $in: [builtInGroupIds.admin, builtInGroupIds.auditors] } } } },
  );
  await audrey.runs("/iam pending");
  await audrey.sees("Only admins can do this.");
});
