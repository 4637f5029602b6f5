import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { WebClient } from "@slack/web-api";
import { afterEach, expect, test } from "vitest";
import { parse } from "yaml";
import type { GridInstall } from "../../../dev/emulators/slack/organisation.ts";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { listenLocally } from "../../../dev/tools/listen-locally.ts";
import { clientOf, refused } from "../../support/emulators/web-client.ts";

let slack: Slack;
let client: WebClient;
let app: Server;

/** Starts a Grid, with an app that takes whatever it is told. */
async function startGrid(grid: GridInstall) {
  slack = await startSlack({ grid });
  client = clientOf(slack);
  slack.install(parse(readFileSync("manifest.yml", "utf8")));
  app = createServer((_, response) => response.end());
  slack.sendEventsTo(`http://127.0.0.1:${await listenLocally(app)}/`);
  const home = slack.addPerson({ name: "Ada Home", email: "ada@acme.io" });
  const both = slack.addPerson({ name: "Ben Both", email: "ben@acme.io", workspaces: ["Acme Labs", "Acme"] });
  const labs = slack.addPerson({ name: "Lea Labs", email: "lea@acme.io", workspaces: ["Acme Labs"] });
  return { home, both, labs, acme: home.account.teamId, labsId: labs.account.teamId };
}

afterEach(async () => {
  app.close();
  await slack.close();
});

const lastSent = () => slack.requests.at(-1)?.payload;
const info = async (user: string) => (await client.users.info({ user })).user;

test("the app in one workspace is told of the organisation, and which workspaces people are in", async () => {
  const { home, both, labs, acme, labsId } = await startGrid("workspace");
  const { enterprise_id: organisation, ...identity } = await client.auth.test();
  expect(organisation).toMatch(/^E/);
  expect(identity).toMatchObject({ team: "Acme", team_id: acme, is_enterprise_install: false });
  expect(await info(home.id)).toMatchObject({
    team_id: acme,
    enterprise_user: { id: home.id, enterprise_id: organisation, teams: [acme] },
  });
  const inSeveral = await info(both.id);
  expect(inSeveral).not.toHaveProperty("team_id");
  expect(inSeveral).toMatchObject({ enterprise_id: organisation, teams: [labsId, acme] });
  expect(both.id).toMatch(/^W/);
  await both.becomes({ toldTeam: "organisation" });
  expect(await info(both.id)).toMatchObject({ team_id: organisation });

  expect((await client.users.lookupByEmail({ email: "ben@acme.io" })).user?.id).toBe(both.id);
  await expect(client.users.lookupByEmail({ email: "lea@acme.io" })).rejects.toMatchObject(
    refused("users_not_found"),
  );
  const listed = (await client.users.list({})).members?.map(({ id }) => id);
  expect(listed).toContain(both.id);
  expect(listed).not.toContain(labs.id);
});

test("a command names the workspace where it was typed, a shortcut the home, or the organisation", async () => {
  const { both, acme, labsId } = await startGrid("workspace");
  const { enterprise_id: organisation } = await client.auth.test();
  both.goesTo("Acme");
  await both.runs("/iam help");
  expect(lastSent()).toMatchObject({
    team_id: acme,
    enterprise_id: organisation,
    is_enterprise_install: "false",
  });
  await both.usesShortcut("Invite people");
  expect(lastSent()).toMatchObject({
    user: { id: both.id, team_id: labsId },
    team: { id: acme, enterprise_id: organisation },
    enterprise: { id: organisation },
    is_enterprise_install: false,
  });
  await both.becomes({ toldTeam: "organisation" });
  await both.usesShortcut("Invite people");
  expect(lastSent()).toMatchObject({ user: { team_id: organisation } });
  await both.opensHome();
  expect(lastSent()).toMatchObject({
    team_id: acme,
    context_enterprise_id: organisation,
    authorizations: [{ enterprise_id: organisation, team_id: acme, is_enterprise_install: false }],
  });
  expect(() => both.goesTo("Acme Sales")).toThrow("Ben Both is not in Acme Sales");
});

test("the app in the whole organisation is told no workspace but where people are", async () => {
  const { labs, acme, labsId } = await startGrid("organisation");
  const identity = await client.auth.test();
  const organisation = identity.enterprise_id;
  expect(identity).toMatchObject({ team: "Acme Group", team_id: organisation, is_enterprise_install: true });
  await labs.runs("/iam help");
  expect(lastSent()).toMatchObject({
    team_id: labsId,
    enterprise_id: organisation,
    is_enterprise_install: "true",
  });
  await labs.usesShortcut("Invite people");
  expect(lastSent()).toMatchObject({
    user: { team_id: labsId },
    team: null,
    enterprise: { id: organisation },
    is_enterprise_install: true,
  });
  await labs.opensHome();
  expect(lastSent()).toMatchObject({
    team_id: labsId,
    authorizations: [{ enterprise_id: organisation, team_id: null, is_enterprise_install: true }],
  });
  expect((await client.users.lookupByEmail({ email: "lea@acme.io" })).user?.id).toBe(labs.id);
  await expect(client.users.list({})).rejects.toMatchObject(refused("missing_argument"));
  const { members } = await client.users.list({ team_id: labsId });
  expect(members?.map(({ name }) => name)).toEqual(["ben.both", "lea.labs"]);
  expect(acme).not.toBe(labsId);
});

test("someone from outside has another organisation, or none, and is told of as before", async () => {
  await startGrid("workspace");
  const alone = slack.addPerson({ name: "Sam", teamId: "T0GLOBEX", email: "sam@globex.example" });
  const inGrid = slack.addPerson({ name: "Gil", teamId: "T0HOOLI", organisationId: "E0HOOLI" });
  expect(await info(alone.id)).toMatchObject({ team_id: "T0GLOBEX", is_stranger: true });
  expect(await info(alone.id)).not.toHaveProperty("enterprise_user");
  expect(await info(inGrid.id)).toMatchObject({
    enterprise_user: { enterprise_id: "E0HOOLI", teams: ["T0HOOLI"] },
  });
  await alone.runs("/iam help");
  expect(lastSent()).toMatchObject({ team_id: "T0GLOBEX" });
});

test("an organisation's app may name a workspace where it writes: one that has it, and that the person is in", async () => {
  const { both, labs, acme, labsId } = await startGrid("organisation");
  const { teams } = await client.auth.teams.list();
  expect(teams?.map(({ name }) => name)).toEqual(["Acme", "Acme Labs", "Acme Sales"]);
  const view = { type: "home" as const, blocks: [] };
  const { channel } = await client.conversations.open({ users: both.id });
  const posted = await client.chat.postMessage({ channel: both.id, text: "Hello" });
  const at = { channel: posted.channel ?? "", ts: posted.ts ?? "", text: "Hello" };
  const calls = {
    "views.publish": (named: object) => client.views.publish({ user_id: both.id, view, ...named }),
    "conversations.open": (named: object) => client.conversations.open({ users: both.id, ...named }),
    "chat.postMessage": (named: object) =>
      client.chat.postMessage({ channel: channel?.id ?? "", text: "Hello", ...named }),
    "chat.update": (named: object) => client.chat.update({ ...at, ...named }),
  };
  const sales = teams?.[2]?.id;
  for (const [method, call] of Object.entries(calls)) {
    for (const team_id of [acme, labsId]) {
      await call({ team_id });
      expect(slack.calls(method).at(-1)?.args).toMatchObject({ team_id });
    }
    const notThere = method.startsWith("chat.") ? "channel_not_found" : "user_not_found";
    await expect(call({ team_id: sales }), method).rejects.toMatchObject(refused(notThere));
    await expect(call({ team_id: "T0GLOBEX" }), method).rejects.toMatchObject(
      refused("team_access_not_granted"),
    );
  }
  slack.takeAppFrom("Acme Labs");
  expect((await client.auth.teams.list()).teams?.map(({ id }) => id)).toEqual([acme, sales]);
  await expect(calls["views.publish"]({ team_id: labsId })).rejects.toMatchObject(
    refused("team_access_not_granted"),
  );
  expect((await client.conversations.open({ users: labs.id })).ok).toBe(true);
});

test("a workspace's app may name what it likes", async () => {
  const { home } = await startGrid("workspace");
  const named = { team_id: "T0GLOBEX" };
  expect((await client.chat.postMessage({ channel: home.id, text: "Hello", ...named })).ok).toBe(true);
  expect((await client.auth.teams.list()).teams?.map(({ name }) => name)).toEqual(["Acme"]);
});
