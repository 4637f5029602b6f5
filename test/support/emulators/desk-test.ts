import { test as base } from "vitest";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { type BoltApp, boltOverHttp } from "./bolt-app.ts";
import { inviteDesk } from "./invite-desk.ts";

/** A test with its own Slack, in which the invite desk is installed. */
export const test = base.extend<{ slack: Slack; bolt: BoltApp }>({
  slack: async ({ task: _ }, use) => {
    const slack = await startSlack();
    await use(slack);
    await slack.close();
  },
  bolt: [
    async ({ slack }, use) => {
      const bolt = await boltOverHttp(slack, inviteDesk);
      await use(bolt);
      await bolt.stop();
    },
    { auto: true },
  ],
});
