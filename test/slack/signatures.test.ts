import { beforeAll, expect, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { everythingStored } from "../support/web/everything.ts";
import { startWorld } from "../support/world.ts";

const { slack, mia, app } = await startWorld();
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
let form = "";
let command = "";

beforeAll(async () => {
  await mia.runs("/iam invite eve@example.com");
  await mia.seesView("Invite people");
  const stored = await everythingStored();
  slack.next("users.info", { status: 503 });
  await mia.submits();
  expect(await everythingStored()).toEqual(stored);
  [command = "", form = ""] = slack.requests.map(({ body }) => body);
});

test.each([
  ["unsigned", { signature: "" }],
  ["signed with another secret", { signature: `v0=${"0".repeat(64)}` }],
  ["signed in no way that Slack knows", { signature: "v1=garbage" }],
  ["six minutes old", { timestamp: seconds(-6 * 60) }],
  ["stamped ten minutes ahead", { timestamp: seconds(10 * 60) }],
  ["stamped with no time at all", { timestamp: Number.NaN }],
])("a request %s is refused, and nothing is done", async (_, oddity) => {
  const [stored, calls] = [await everythingStored(), slack.calls().length];
  for (const body of [form, command, JSON.stringify({ type: "event_callback" })])
    expect(await slack.deliver(body, oddity)).toBe(401);
  expect(slack.calls()).toHaveLength(calls);
  expect(await everythingStored()).toEqual(stored);
});

test("the same form, signed as Slack does, is carried out: only the signature was wrong", async () => {
  for (const timestamp of [seconds(-4 * 60), seconds(30)])
    expect(await slack.deliver(form, { timestamp })).toBe(200);
  expect(await Invite.countDocuments({ email: "eve@example.com" })).toBe(1);
});

test("Slack is asked who the bot is once, at the start, however much comes afterwards", () => {
  expect(slack.calls("auth.test")).toHaveLength(1);
});

test("RFC 9110, 15.5.6: any method other than POST is told that Slack posts there", async () => {
  for (const method of ["GET", "HEAD", "PUT", "DELETE"]) {
    const { status, headers } = await fetch(`${app.url}/slack/events`, { method });
    expect([method, status, headers.get("allow")]).toEqual([method, 405, "POST, OPTIONS"]);
  }
});
