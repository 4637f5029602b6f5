import { WebClient } from "@slack/web-api";
import { afterAll, expect, test } from "vitest";
import { startSlack } from "../../../dev/emulators/slack/slack.ts";

const slack = await startSlack();
afterAll(() => slack.close());
const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });

const step = {
  title: "Order",
  description: "Orders something",
  input_parameters: { what: { type: "string", is_required: true }, many: { type: "integer" } },
  output_parameters: { id: { type: "string", is_required: true }, price: { type: "integer" } },
};
const manifest = (settings: object) => ({
  oauth_config: { scopes: { bot: [] } },
  functions: { order: step },
  settings: { event_subscriptions: { bot_events: ["function_executed"] }, ...settings },
});

test("Workflow Builder offers steps of apps that run elsewhere and that an organisation can install, and no others", async () => {
  for (const settings of [{}, { function_runtime: "remote" }, { org_deploy_enabled: true }]) {
    slack.install(manifest(settings));
    await expect(slack.runsStep("order", { what: "tea" })).rejects.toThrow("offers no step order");
  }
  slack.install(manifest({ function_runtime: "remote", org_deploy_enabled: true }));
  await expect(slack.runsStep("buy", { what: "tea" })).rejects.toThrow("offers no step buy");
  for (const inputs of [{}, { what: 1 }, { what: "tea", many: 1.5 }, { what: "tea", who: "me" }])
    await expect(slack.runsStep("order", inputs)).rejects.toThrow("takes other inputs");
});

test("a step is told of once, and ends once, with what it says it gives", async () => {
  const execution = await slack.runsStep("order", { what: "tea", many: 2 });
  const { payload } = slack.requests.at(-1) ?? {};
  expect(payload?.event).toMatchObject({
    type: "function_executed",
    function: { callback_id: "order", input_parameters: [{ name: "what" }, { name: "many" }] },
    inputs: { what: "tea", many: 2 },
    function_execution_id: execution.id,
  });
  expect(payload?.event).not.toHaveProperty("user");

  const done = (id: string, outputs: Record<string, unknown>) =>
    client.functions.completeSuccess({ function_execution_id: id, outputs });
  await expect(done("Fx1", { id: "7" })).rejects.toThrow("function_execution_not_found");
  for (const outputs of [{}, { id: 7 }, { id: "7", price: "8" }, { id: "7", more: "" }])
    await expect(done(execution.id, outputs)).rejects.toThrow("parameter_validation_failed");
  await done(execution.id, { id: "7", price: 8 });
  expect(execution.ended).toEqual({ outputs: { id: "7", price: 8 } });
  for (const again of [
    done(execution.id, { id: "7" }),
    client.functions.completeError({ function_execution_id: execution.id, error: "No" }),
  ])
    await expect(again).rejects.toThrow("execution_not_in_running_state");

  const failing = await slack.runsStep("order", { what: "milk" });
  await client.functions.completeError({ function_execution_id: failing.id, error: "Sold out." });
  expect(failing.ended).toEqual({ error: "Sold out." });
});
