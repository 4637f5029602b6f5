import { afterEach, expect, test } from "vitest";
import { encode, post } from "../../dev/emulators/slack/delivery/http.ts";
import { Invite } from "../../src/models/invite.ts";
import { startWorld } from "../support/world.ts";

const { app, slack, mia } = await startWorld();

afterEach(() => mia.closes({ all: true }));

const outdated = "That screen is out of date. Open it again with /iam and start from there.";

/** Sends what was sent last of a type, without something; says how it is answered. */
async function sentAgain(
  type: string,
  leavesOut: (payload: Record<string, unknown>) => Record<string, unknown>,
) {
  const last = slack.requests.findLast((request) => request.type === type);
  const { kind, payload } = last ?? expect.fail(`no ${type} was sent`);
  return post(`${app.url}/slack/events`, slack.signingSecret, encode(kind, leavesOut(payload)), 3_000);
}

/** Sends the form that was submitted last, with another view. */
const formAgain = (change: object) =>
  sentAgain("view_submission", ({ view, ...rest }) => ({ ...rest, view: Object.assign({}, view, change) }));

test("a command without text is a command with nothing typed after it", async () => {
  await mia.runs("/iam user nobody");
  await mia.sees("No user matches “nobody”.");
  expect(await sentAgain("/iam", ({ text: _, ...rest }) => rest)).toMatchObject({ status: 200 });
  await mia.sees("Decide who gets in, from Slack");
});

test("a command that names no place to answer is answered in a message", async () => {
  await mia.runs("/iam user nobody else");
  await mia.sees("No user matches “nobody else”.");
  await sentAgain("/iam", ({ response_url: _, ...rest }) => rest);
  await mia.receives("No user matches “nobody else”.");
});

test("a form without a required field is out of date, and nobody is invited", async () => {
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
  await mia.types("Email addresses", "nobody@");
  await mia.submits();
  const emails = { "invite.emails": { type: "plain_text_input", value: "eve@example.com" } };
  const values = { ...mia.look().view.inputs, "invite.emails": emails };
  const without = (field: string) =>
    Object.fromEntries(Object.entries(values).filter(([id]) => id !== field));
  const groups = { "invite.groups": { type: "multi_static_select", selected_options: null } };
  for (const change of [
    ...["invite.emails", "invite.groups", "invite.expiry", "invite.message"].map((field) => ({
      state: { values: without(field) },
    })),
    { state: { values: { ...values, "invite.groups": groups } } },
    { state: { values: { ...values, "invite.emails": null } } },
    { state: { values: {} } },
    { state: {} },
    { state: null },
    { state: undefined, private_metadata: undefined },
    { state: undefined, private_metadata: null },
  ]) {
    const { status, body } = await formAgain(change);
    expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining(outdated)]);
  }
  expect(await Invite.countDocuments()).toBe(0);
});

test("a menu in which nothing was chosen is out of date", async () => {
  await mia.runs("/iam pending");
  await mia.seesView("Pending invites");
  await mia.picks("Show", "Delivery trouble");
  await mia.sees("Delivery trouble");
  await sentAgain("block_actions", (payload) => ({
    ...payload,
    view: undefined,
    actions: [{ type: "overflow", action_id: "pending.more", block_id: "b", selected_option: null }],
  }));
  await mia.receives(outdated);
});

test("a choice on a screen that comes without its values is out of date", async () => {
  for (const state of [undefined, null, {}]) {
    await mia.runs("/iam pending");
    await mia.seesView("Pending invites");
    await mia.picks("Show", "Delivery trouble");
    await mia.sees("0 invites with delivery trouble");
    const told = mia.messages.length;
    await sentAgain("block_actions", ({ view, ...rest }) => ({ ...rest, view: { ...Object(view), state } }));
    // The screen looks different by now.
    await expect.poll(() => mia.messages.length).toBe(told + 1);
    expect(mia.messages.at(-1)?.asText).toBe(outdated);
    await mia.closes({ all: true });
  }
});

test("a file kept outside Slack can't be fetched, and the field says so", async () => {
  await mia.runs("/iam import");
  await mia.seesView("Import people");
  await mia.attaches("File", "people.csv", "eve2@example.com");
  expect(await mia.submits()).toEqual({});
  await mia.sees("1 person will be invited.");
  const last = slack.requests.findLast(({ type }) => type === "view_submission")?.payload.view;
  const values = JSON.parse(JSON.stringify(last)).state.values;
  values["imports.file"]["imports.file"].files = [{ id: "F1", file_access: "check_file_info" }];
  expect((await formAgain({ state: { values } })).body).toEqual({
    response_action: "errors",
    errors: { "imports.file": "The file could not be fetched. Try again, or paste its text." },
  });
});

test("Slackbot, for which Slack gives no time zone, is refused by name", async () => {
  await mia.runs("/iam invite <@USLACKBOT|slackbot>");
  await mia.sees("Slackbot");
});
