import type { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { clientOf, refused } from "../../support/emulators/web-client.ts";

let slack: Slack;
let client: WebClient;

beforeEach(async () => {
  slack = await startSlack();
  client = clientOf(slack);
});

afterEach(async () => {
  await slack.close();
});

test("without users:read.email nobody's address is told", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace", email: "ada@acme.io" });
  const full = await client.users.info({ user: ada.id });
  expect(full.user).toMatchObject({ is_email_confirmed: true, profile: { email: "ada@acme.io" } });

  slack.grant(["users:read"]);
  const { user } = await client.users.info({ user: ada.id });
  expect(user?.profile).not.toHaveProperty("email");
});

test("guests, bots, strangers and the deactivated look like themselves", async () => {
  const info = async (id: string) => (await client.users.info({ user: id })).user;
  const guest = slack.addPerson({ name: "Gus", guest: "single-channel" });
  const stranger = slack.addPerson({ name: "Sam", teamId: "T999", email: "sam@else.io" });
  const gone = slack.addPerson({ name: "Pat", deactivated: true, email: "pat@acme.io" });

  expect(await info(guest.id)).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
  expect(await info(stranger.id)).toMatchObject({ is_stranger: true, team_id: "T999" });
  expect(await info(gone.id)).toMatchObject({ deleted: true });
  expect(await info(slack.botUserId)).toMatchObject({ is_bot: true });
  await expect(client.users.info({ user: "U404" })).rejects.toMatchObject(refused("user_not_found"));
  await expect(client.users.lookupByEmail({ email: "pat@acme.io" })).rejects.toMatchObject(
    refused("users_not_found"),
  );
});

test("everyone is listed page by page", async () => {
  for (const name of ["Ada", "Ben", "Cleo"]) slack.addPerson({ name });
  const pages: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.users.list({ limit: 2, ...(cursor ? { cursor } : {}) });
    pages.push(page.members?.map((member) => member.name));
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  expect(pages).toEqual([["iam", "slackbot"], ["ada", "ben"], ["cleo"]]);
});
