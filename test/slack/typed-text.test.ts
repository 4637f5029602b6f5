import { expect, test } from "vitest";
import * as z from "zod";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { accepts } from "../support/registrations.ts";
import { seedAdmin } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, sendgrid, mia } = world;

const name = "<@U1> *Eve* `x` :tada: <http://x.y|z> & _a_ ~b~ שלום\u200F\u200B <!here>";
const group = "Ops *b* `g` :tada: <!channel> & <@U2> _i_ \u200Bאב";

async function opens(person: Person, line: string, title: string, ...shown: string[]): Promise<void> {
  await person.closes({ all: true });
  await person.runs(line);
  await person.seesView(title);
  for (const words of shown) expect(person.screen()).toContain(words);
}

async function turnsTo(tab: string, ...shown: string[]): Promise<void> {
  await mia.presses(tab);
  await mia.sees(`· ${tab}`);
  for (const words of shown) expect(mia.screen()).toContain(words);
}

const textObject = z.object({
  type: z.enum(["plain_text", "mrkdwn"]),
  text: z.string(),
  emoji: z.boolean().optional(),
});

/** The texts in which Slack would draw an emoji, or more. */
function markedUp(value: unknown): string[] {
  if (typeof value === "string") {
    try {
      return value.startsWith("{") || value.startsWith("[") ? markedUp(JSON.parse(value)) : [];
    } catch {
      return [];
    }
  }
  if (typeof value !== "object" || value === null) return [];
  const { type, text, emoji } = textObject.safeParse(value).data ?? {};
  if (text?.includes(":tada:") && (type === "mrkdwn" || emoji !== false)) return [text];
  return Object.values(value).flatMap(markedUp);
}

test("names full of Slack's markup appear everywhere as typed", async () => {
  await opens(mia, "/iam groups", "Groups");
  await mia.presses("Create Group");
  await mia.seesView("Create group");
  await mia.types("Name", group);
  await mia.types("Services", "Tickets");
  expect(await mia.submits()).toEqual({});
  await mia.sees(group);

  await opens(mia, "/iam invite evil@acme.io", "Invite people");
  await mia.picks("Groups", ["Users", group]);
  await mia.submits();
  await mia.closes({ all: true });
  await opens(mia, "/iam pending", "Pending invites", group);
  const { status, page } = await accepts(world, await sendgrid.mailTo("evil@acme.io"), name);
  expect(status).toBe(200);
  expect(page).not.toContain("<http");
  expect((await mia.receives("accepted your invite")).asText).toContain(name);

  await mia.presses("View Profile");
  await mia.seesView("Profile");
  expect(mia.screen()).toContain(name);
  await turnsTo("Groups", group);
  await turnsTo("Activity", name, group);
  await turnsTo("Profile", name);
  await mia.presses("Suspend");
  await mia.seesView("Suspend?");
  expect(mia.screen()).toContain(name);
  expect(mia.screen()).toContain(group);
  await opens(mia, "/iam users", "Users", name, group);
  await opens(mia, "/iam groups", "Groups", group);
  await mia.presses(`View the group ${group}`);
  await mia.seesView("Group members");
  expect(mia.screen()).toContain(name);
  await opens(mia, "/iam audit", "Audit log", name, group);

  const eve = slack.addPerson({ name, email: "evil@acme.io" });
  await eve.runs("/iam");
  await eve.sees("Only admins can do this.");
  await eve.opensHome();
  await eve.sees("Edit My Details");
  expect(eve.home()).toContain(name);
  expect(eve.home()).toContain(group);

  const evelyn = slack.addPerson({ name, email: "second@acme.io" });
  await seedAdmin(evelyn);
  await opens(evelyn, "/iam invite last@example.com", "Invite people");
  await evelyn.submits();
  await evelyn.sees("1 invite is on the way");
  // It has a Hebrew word in it.
  const isolated = `\u2068${name}\u2069`;
  await opens(mia, "/iam pending last", "Pending invites", `by ${isolated}`);
  await opens(mia, "/iam invite last@example.com", "Invite people");
  await mia.submits();
  await mia.sees(`Already pending, invited by ${isolated}.`);
  await evelyn.becomes({ deactivated: true });
  expect((await mia.receives("Suspend \u2068<@U1>")).asText).toContain(`Suspend ${isolated}?`);

  expect(slack.calls().flatMap(({ args }) => markedUp(args))).toEqual([]);
});
