import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ METRICS_TOKEN: "scrape-me" });
const { app, slack, mia, log } = world;

const revoked = async () => {
  const page = await fetch(`${app.url}/metrics`, { headers: { authorization: "Bearer scrape-me" } });
  return /^iam_slack_revoked (\d)$/m.exec(await page.text())?.[1];
};
const loud = () => log.filter(({ msg }) => String(msg).startsWith("Slack no longer accepts SLACK_BOT_TOKEN"));

test("revoking a person's token, or another installation's, is no alarm", async () => {
  await slack.revokeTokens({ oauth: [mia.id] });
  await slack.revokeTokens({ bot: ["U0THERBOT"], oauth: [slack.botUserId] });
  await slack.tells({ type: "tokens_revoked" });
  await slack.tells({ type: "app_uninstalled" });
  await eventually(() =>
    expect(log).toContainEqual(
      expect.objectContaining({
        level: 30,
        event: "app_uninstalled",
        msg: "Slack reports that a token of this app was revoked, but still accepts ours",
      }),
    ),
  );
  expect(slack.calls("auth.test")).toHaveLength(2);
  expect(loud()).toEqual([]);
  expect(await revoked()).toBe("0");
});

test("an uninstalled app says so once, loudly, with what to do, and in a metric", async () => {
  await slack.uninstall();
  await eventually(async () => expect(await revoked()).toBe("1"));
  await eventually(() => expect(slack.calls("auth.test")).toHaveLength(4));
  expect(loud()).toEqual([
    expect.objectContaining({
      level: 50,
      event: expect.stringMatching(/^(app_uninstalled|tokens_revoked)$/),
      msg: expect.stringMatching(/reinstall the app .* set its new SLACK_BOT_TOKEN for every process/),
    }),
  ]);
  world.expectErrors(/Slack no longer accepts SLACK_BOT_TOKEN/);
});
