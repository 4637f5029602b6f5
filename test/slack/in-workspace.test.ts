import { beforeEach, expect, test } from "vitest";
import { encode } from "../../dev/emulators/slack/delivery/http.ts";
import type { Person } from "../../dev/emulators/slack/person.ts";
import type { Call } from "../../dev/emulators/slack/web-api.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { homesAreOut } from "../support/slack/homes.ts";
import { startWorld } from "../support/world.ts";

// The app is installed in the whole of an organisation, except for Acme Sales.
const world = await startWorld({}, freshDatabase().uri, "organisation");
const { slack, mia } = world;
slack.takeAppFrom("Acme Sales");
const idOf = (workspace: string) =>
  slack.addPerson({ name: `Someone of ${workspace}`, workspaces: [workspace] }).account.teamId;
const [ACME, LABS] = [idOf("Acme"), idOf("Acme Labs")];
await mia.becomes({ workspaces: ["Acme Sales", "Acme Labs", "Acme"] });
/** Where Mia is written to when nothing says where she is. */
const usual = [ACME, LABS].sort()[0];

/** Lists the calls that wrote to Mia since. */
let before = 0;
beforeEach(async () => {
  await mia.closes({ all: true });
  before = slack.calls().length;
});
const written = (method: string) =>
  slack
    .calls()
    .slice(before)
    .filter((call) => call.method === method);
const workspacesOf = (calls: Call[]) => [...new Set(calls.map(({ args }) => args.team_id))];

async function invites(person: Person, emails: string): Promise<void> {
  await person.runs(`/iam invite ${emails}`);
  await person.seesView("Invite people");
  await person.submits();
  // Whoever closes it before it says so is told in a message.
  await person.sees(/on the way/);
  await person.closes({ all: true });
}

test("a Home is published in the workspace where it was last opened, also when redrawn", async () => {
  for (const [workspace, id] of [
    ["Acme Labs", LABS],
    ["Acme", ACME],
    ["Acme Labs", LABS],
  ] as const) {
    before = slack.calls().length;
    mia.goesTo(workspace);
    await mia.opensHome();
    await expect.poll(() => workspacesOf(written("views.publish"))).toEqual([id]);
  }
  await homesAreOut();
  before = slack.calls().length;
  await mia.presses("Send Test Email");
  await mia.sees(/test email to mia@acme.io is on its way/);
  await invites(mia, "eve@example.com");
  await homesAreOut();
  await mia.opensMessages();
  expect(written("views.publish").length).toBeGreaterThan(1);
  expect(workspacesOf(written("views.publish"))).toEqual([LABS]);

  // She leaves it.
  mia.goesTo("Acme");
  await mia.becomes({ workspaces: ["Acme Sales", "Acme"] });
  before = slack.calls().length;
  await invites(mia, "later@example.com");
  await homesAreOut();
  expect(workspacesOf(written("views.publish"))).toEqual([ACME]);

  // What she is told of these invites comes before she is elsewhere again.
  await world.mailsAreOut();
  for (const email of ["eve@example.com", "later@example.com"]) await mia.receives(`Invite to ${email}`);
  await mia.becomes({ workspaces: ["Acme Sales", "Acme Labs", "Acme"] });
});

test("a message is written in one of their workspaces that has the app, and redrawn there", async () => {
  await invites(mia, "first@example.com, second@example.com");
  await world.mailsAreOut();
  await mia.receives("2 sent");
  await world.sendgrid.reports(await world.sendgrid.mailTo("first@example.com"), "delivered");
  for (const method of ["conversations.open", "chat.postMessage", "chat.update"])
    await expect.poll(() => workspacesOf(written(method)), { message: method }).toEqual([usual]);
});

test("a file is sent to the workspace where its reader is written to", async () => {
  await mia.runs("/iam import");
  await mia.seesView("Import people");
  await mia.types("Or paste them", "third@example.com\nnobody");
  await mia.submits();
  await mia.presses("Send me these lines as CSV");
  await mia.sees("Sent 1 line");
  const opened = workspacesOf(written("conversations.open"));
  for (const method of ["files.getUploadURLExternal", "files.completeUploadExternal"])
    expect(workspacesOf(written(method))).toEqual(opened);
  expect([ACME, LABS]).toContain(opened[0]);

  before = slack.calls().length;
  await mia.submits();
  await mia.receives("Attached: import.csv");
  for (const method of ["files.getUploadURLExternal", "files.completeUploadExternal"])
    expect(workspacesOf(written(method))).toEqual([usual]);
});

test("people are told in the workspace they act from", async () => {
  for (const [home, id] of [
    ["Acme Labs", LABS],
    ["Acme", ACME],
  ] as const) {
    await mia.becomes({ workspaces: [home, home === "Acme" ? "Acme Labs" : "Acme"] });
    const email = `${id.toLowerCase()}@example.com`;
    await invites(mia, email);
    await mia.runs("/iam pending");
    await mia.seesView("Pending invites");
    before = slack.calls().length;
    slack.next("views.update", { error: "not_found" });
    await mia.presses("Resend", { beside: email });
    await mia.receives(`Sending again to ${email}`);
    const told = written("chat.postMessage").filter(({ args }) => args.channel === mia.id);
    expect(workspacesOf(told)).toEqual([id]);
    await mia.closes({ all: true });
  }
});

test("a payload that names no workspace still counts as Mia's", async () => {
  await mia.opensHome();
  const [opened] = slack.requests.filter(({ type }) => type === "app_home_opened").slice(-1);
  if (!opened) throw new Error("Nothing was sent.");
  const published = () => written("views.publish");
  for (const team_id of [null, ""]) {
    before = slack.calls().length;
    await slack.deliver(encode(opened.kind, { ...opened.payload, team_id }).body);
    await expect.poll(() => published().length).toBeGreaterThan(0);
    expect(`${published()[0]?.args.view}`).not.toMatch(/went wrong|not registered/);
    await mia.runs("/iam pending");
    await mia.seesView("Pending invites");
    const typed = slack.requests.at(-1);
    const replies = mia.ephemerals.length;
    await slack.deliver(encode("slash_commands", { ...typed?.payload, team_id: team_id ?? "" }).body);
    await expect.poll(() => mia.ephemerals.length).toBeGreaterThan(replies);
    // The modal of a trigger opens once.
    expect(mia.ephemerals.at(-1)?.text).not.toContain("Only admins");
    await mia.closes({ all: true });
  }
});

test("someone in no workspace with the app is written to without one", async () => {
  await mia.becomes({ workspaces: ["Acme Sales"] });
  mia.goesTo("Acme Sales");
  await invites(mia, "sales@example.com");
  const posted = () =>
    written("chat.postMessage").filter(({ args }) => `${args.text}`.includes("sales@example.com"));
  await expect.poll(() => workspacesOf(posted())).toEqual([undefined]);
});
