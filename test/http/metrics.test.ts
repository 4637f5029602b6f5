import { expect, test } from "vitest";
import { startWorld } from "../support/world.ts";

const { app, mia } = await startWorld({ METRICS_TOKEN: "scrape-me", INVITE_UNDO_SECONDS: "600" });

test("a client with the token reads metrics; for anyone else the path does not exist", async () => {
  await mia.runs("/iam invite eve@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("Invited.");

  const scrape = (token?: string) =>
    fetch(`${app.url}/metrics`, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  const answer = await scrape("scrape-me");
  expect(answer.status).toBe(200);
  expect(await answer.text()).toMatch(/^iam_invites_pending 1$/m);
  expect((await scrape("wrong")).status).toBe(404);
  expect((await scrape()).status).toBe(404);
});
