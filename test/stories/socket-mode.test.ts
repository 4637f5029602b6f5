import { expect, test } from "vitest";
import { User } from "../../src/models/user.ts";
import { accepts } from "../support/registrations.ts";
import { cancels } from "../support/slack/cancelling.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld((slack) => ({ SLACK_APP_TOKEN: slack.appToken, SLACK_SIGNING_SECRET: "" }));
const { app, slack, sendgrid, mia, log } = world;

test("over Socket Mode, an owner invites Eve, who accepts; errors appear under fields, and lists are redrawn", async () => {
  expect(log).toContainEqual(expect.objectContaining({ msg: "ready", transport: "socket" }));
  await mia.runs("/iam invite eve@");
  await mia.seesView("Invite people");
  expect(await mia.submits()).toEqual({ "Email addresses": "This is not an email address: eve@." });
  await mia.types("Email addresses", "eve@example.com, ben@example.com");
  expect(await mia.submits()).toEqual({});
  await mia.sees("2 invites are on the way");
  await mia.closes();

  const { status } = await accepts(world, await sendgrid.mailTo("eve@example.com"), "Eve Adams");
  expect(status).toBe(200);
  await mia.receives(/Eve Adams.*accepted/);
  expect(await User.countDocuments({ email: "eve@example.com" })).toBe(1);

  await mia.runs("/iam pending");
  await mia.seesView("Pending invites");
  await cancels(mia, "ben@example.com");
  await mia.sees("The invite to ben@example.com is cancelled");
  expect(slack.requests.map(({ acknowledgement }) => acknowledgement?.error)).not.toContain(
    "operation_timeout",
  );
});

test("without a signing secret, nothing is accepted over HTTP", async () => {
  const [{ body } = { body: "" }] = slack.requests;
  const answer = await fetch(`${app.url}/slack/events`, { method: "POST", body });
  expect(answer.status).toBe(404);
});
