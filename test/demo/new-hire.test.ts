import { expect, test } from "vitest";
import { parse } from "yaml";
import { playNewHire } from "../../dev/demo/new-hire.ts";
import { manifestFor } from "../../src/cli/manifest.ts";
import { Invite } from "../../src/models/invite.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({}, freshDatabase().uri, "organisation");
const { slack, mia } = world;

test("in a Grid, the demo's workflow for new hires asks an admin, and goes on in its channel with the invite's id", async () => {
  slack.install(parse(manifestFor({ url: "https://iam.example.com" }, true)));
  await fixtures(world).group("Support");
  await playNewHire(slack);
  await mia.receives("A workflow asks for Support for noor@acme.io.");
  await mia.presses("Approve: noor@acme.io, Support");
  await expect.poll(() => Invite.countDocuments({ email: "noor@acme.io" })).toBe(1);
  const invite = await Invite.findOne({ email: "noor@acme.io" }).orFail().lean();
  const goesOn = `Noor Haddad: invited. Invite ID ${invite._id}.`;
  await expect.poll(() => slack.saved.messages.map(({ text }) => text)).toContain(goesOn);
});
