import { expect, test } from "vitest";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import { departures } from "../support/slack/conventions.ts";
import { screenTour } from "../support/slack/screen-tour.ts";
import { slips } from "../support/slips.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ INVITE_UNDO_SECONDS: "600", ALLOWED_EMAIL_DOMAINS: "example.com,acme.io" });
const { mia } = world;

test("every screen keeps the conventions and the voice, and Slack takes it", async () => {
  const found: [string, string[]][] = [];
  let stops = 0;
  for await (const { name, shows } of screenTour(world)) {
    stops += 1;
    const surfaces =
      shows === "modal"
        ? [mia.look().view.description]
        : [...mia.messages, ...mia.ephemerals].map(({ message }) => ({
            text: message.text,
            blocks: message.blocks,
          }));
    for (const surface of surfaces)
      found.push([name, [...departures(surface), ...breaches(surface), ...slips(JSON.stringify(surface))]]);
  }
  expect(stops).toBeGreaterThan(35);
  expect(found.filter(([, faults]) => faults.length > 0)).toEqual([]);
});
