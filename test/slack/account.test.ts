import { once } from "node:events";
import { createServer } from "node:http";
import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { slackAccounts } from "../../src/slack/kit/accounts.ts";

const ref = { actingFrom: "T1", userId: "U1" };

/** A Slack that says of everyone what was so when it was asked, and says it late. */
async function lateSlack() {
  const state = { email: "old@acme.io", answers: [] as (() => void)[] };
  const server = createServer((_, response) => {
    const { email } = state;
    const profile = { real_name: "Ada", email };
    const user = { id: "U1", team_id: "T1", name: "ada", is_email_confirmed: true, profile };
    state.answers.push(() => response.end(JSON.stringify({ ok: true, user })));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : "";
  const client = new WebClient("xoxb-1", { slackApiUrl: `http://127.0.0.1:${port}/api/` });
  return { state, server, accounts: slackAccounts(client, { kind: "workspace", teamId: "T1" }, []) };
}

test("a description that was asked for before the account changed is not kept after", async () => {
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
