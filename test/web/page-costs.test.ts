import mongoose from "mongoose";
import { expect, onTestFinished, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { startSite } from "../support/web/site.ts";

const site = await startSite();

/** Records the app's commands to the database from now on, until the test ends. */
function queries(): string[] {
  const asked: string[] = [];
  mongoose.set("debug", (collection: string, method: string) => asked.push(`${collection}.${method}`));
  onTestFinished(() => void mongoose.set("debug", false));
  return asked;
}

test("a visit costs one query, whatever the invite's state; a link that we did not sign costs none", async () => {
  const { url, inviteId } = await site.invites("eve@example.com");
  const asked = queries();
  expect((await fetch(`${url.slice(0, -43)}${"A".repeat(43)}`)).status).toBe(404);
  expect(asked.splice(0)).toEqual([]);
  for (const page of [url, `${url}/decline`]) {
    expect((await fetch(page)).status).toBe(200);
    expect(asked.splice(0)).toEqual(["invites.aggregate"]);
  }
  await Invite.updateOne({ _id: inviteId }, { status: "cancelled", settledAt: new Date() });
  asked.splice(0);
  expect((await fetch(url)).status).toBe(410);
  expect(asked).toEqual(["invites.aggregate"]);
});
