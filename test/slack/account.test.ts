import { createServer } from "node:http";
import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import type { GridInstall } from "../../dev/emulators/slack/organisation.ts";
import { startSlack } from "../../dev/emulators/slack/slack.ts";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { slackAccounts } from "../../src/slack/kit/accounts.ts";
import { readInstallation } from "../../src/slack/kit/installation.ts";
import { clientOf } from "../support/emulators/web-client.ts";

const log = { info() {} };
const ref = { actingFrom: "T1", userId: "U1" };

/** A Slack that says of everyone what was so when it was asked, and says it late. */
async function lateSlack() {
  const state = { email: "old@acme.io", answers: [] as (() => void)[] };
  const server = createServer((_, response) => {
    const { email } = state;
    const profile = { real_name: "Ada", email };
    const user = { id: "U1", team_id: "T1", name: "ada", is_email_confirmed: true, profile };
    state.answers.push(() => response.end(JSON.stringify({ ok: true, user })));
  });
  const port = await listenLocally(server);
  const client = new WebClient("xoxb-1", { slackApiUrl: `http://127.0.0.1:${port}/api/` });
  return { state, server, accounts: slackAccounts(client, { kind: "workspace", teamId: "T1" }, [], log) };
}

test("a description requested before the account changed is not kept afterwards", async () => {
  const { state, server, accounts } = await lateSlack();
  const asked = async (at: number) => {
    await expect.poll(() => state.answers.length).toBeGreaterThan(at);
    state.answers[at]?.();
  };
  const before = accounts.recent(ref);
  await expect.poll(() => state.answers.length).toBe(1);
  state.email = "new@acme.io";
  accounts.forget("U1");
  await asked(0);
  expect((await before).email).toBe("old@acme.io");

  const after = accounts.recent(ref);
  await asked(1);
  expect((await after).email).toBe("new@acme.io");
  expect((await accounts.recent(ref)).email).toBe("new@acme.io");
  expect(state.answers).toHaveLength(2);
  server.close();
});

/** Starts a Slack, and asks it in which workspace to write to someone who is in two. */
async function askedWhere(grid: GridInstall | undefined) {
  const slack = await startSlack({ grid });
  const workspaces = grid ? ["Acme Labs", "Acme"] : [];
  const { id, account } = slack.addPerson({ name: "Ben Both", workspaces });
  const client = clientOf(slack);
  const installation = readInstallation(await client.auth.test());
  if (!installation) throw new Error("auth.test names no installation");
  const { inWorkspace } = slackAccounts(client, installation, [], log);
  const where = (actingFrom?: string) => inWorkspace({ userId: id, actingFrom }, async (at) => at);
  return { slack, account, where, client, inWorkspace };
}

test("people are written to in the workspace they act from, otherwise always the same one; no workspace is named outside an organisation", async () => {
  for (const grid of [undefined, "workspace"] as const) {
    const { slack, account, where } = await askedWhere(grid);
    expect(await where(account.teamId)).toEqual({});
    expect(slack.calls("auth.teams.list")).toEqual([]);
    await slack.close();
  }
  const { slack, account, where } = await askedWhere("organisation");
  const { teams = [] } = account;
  for (const team of teams) expect(await where(team)).toEqual({ team_id: team });
  for (const other of [undefined, slack.teamId, "T0GLOBEX"])
    expect(await where(other)).toEqual({ team_id: [...teams].sort()[0] });
  expect(slack.calls("auth.teams.list")).toHaveLength(1);
  expect(slack.calls("users.info")).toHaveLength(1);
  await slack.close();
});

test("while Slack does not say which workspaces have the app, none is named", async () => {
  const { slack, account, where } = await askedWhere("organisation");
  slack.breakDown(["auth.teams.list"], [{ error: "fatal_error" }]);
  expect(await where(account.teamId)).toEqual({});
  expect(await where()).toEqual({});
  expect(slack.calls("auth.teams.list"), "asked once a minute").toHaveLength(1);
  await slack.close();
});

test("someone who left the workspace a moment ago, or whose workspace lost the app, is still written to", async () => {
  const { slack, account, client, inWorkspace } = await askedWhere("organisation");
  const { teamId } = account;
  const write = () =>
    inWorkspace({ userId: account.id, actingFrom: teamId }, (at) =>
      client.conversations.open({ users: account.id, ...at }),
    );
  const tried = () => slack.calls("conversations.open").map(({ args }) => args.team_id);
  await write();
  slack.person("Ben Both").changesUntold({ workspaces: ["Acme"] });
  await write();
  slack.person("Ben Both").changesUntold({ workspaces: ["Acme Labs"] });
  slack.takeAppFrom("Acme Labs");
  await write();
  expect(tried()).toEqual([teamId, teamId, undefined, teamId, undefined]);
  slack.next("conversations.open", { error: "user_disabled" }, 2);
  await expect(write()).rejects.toThrow("user_disabled");
  slack.next("conversations.open", { status: 429 });
  await expect(write()).rejects.toThrow();
  expect(tried()).toHaveLength(8);
  await slack.close();
});
