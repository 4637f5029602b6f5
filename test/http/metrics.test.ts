import { expect, test } from "vitest";
import { startWorld } from "../support/world.ts";

const { app, database, mia, log, expectErrors } = await startWorld({
  METRICS_TOKEN: "scrape-me",
  INVITE_UNDO_SECONDS: "600",
});

test("a client with the token reads metrics; for anyone else the path does not exist", async () => {
  await mia.runs("/iam invite eve@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("Invited.");

  const answer = await scrape("scrape-me");
  expect(answer.status).toBe(200);
  expect(await answer.text()).toMatch(/^iam_invites_pending 1$/m);
  expect((await scrape("wrong")).status).toBe(404);
  expect((await scrape()).status).toBe(404);
});

test("while the database does not answer, the process's own figures are there", async () => {
  await database.hang(["aggregate"]);
  const answer = await scrape("scrape-me");
  await database.recover();
  await database.fail({ commands: ["aggregate"], times: 5 });
  expect((await scrape("scrape-me")).status).toBe(200);
  await database.recover();
  // Whatever else hung has failed: the app looked for jobs, or had claimed one.
  if (log.some(({ level }) => Number(level) >= 50)) expectErrors(/"level":50/);
  expect(answer.status).toBe(200);
  const page = await answer.text();
  expect(page).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(page).toMatch(/^iam_in_hand \d+$/m);
  expect(page).not.toContain("iam_invites_pending");
  expect(await (await scrape("scrape-me")).text()).toMatch(/^iam_invites_pending \d+$/m);
});

function scrape(token?: string): Promise<Response> {
  return fetch(`${app.url}/metrics`, { headers: token ? { authorization: `Bearer ${token}` } : {} });
}
