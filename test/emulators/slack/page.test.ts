import { expect } from "vitest";
import type { Slack } from "../../../dev/emulators/slack/slack.ts";
import { test } from "../../support/emulators/desk-test.ts";

async function does(slack: Slack, who: string, act: object): Promise<unknown> {
  const response = await fetch(`${slack.origin}/ui/act`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ who, act }),
  });
  return response.json();
}

test("the page loads nothing from elsewhere, and no other site can act on it", async ({ slack }) => {
  const page = await fetch(slack.origin);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  for (const [, path] of (await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    expect((await fetch(slack.origin + path)).status).toBe(200);
  }
  const foreign = await fetch(`${slack.origin}/ui/act`, { method: "POST", body: "{}" });
  expect(foreign.status).toBe(415);
});

test("what is done on the page is done in Slack", async ({ slack }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await does(slack, ada.id, { do: "run", line: "/iam invite", where: "general" });
  const { view } = await ada.seesView("Invite people");

  expect(await does(slack, ada.id, { do: "submit" })).toMatchObject({
    errors: { groups: "Please complete this required field." },
  });
  const place = { viewId: view.id };
  const field = { do: "enter", place, blockId: "emails", actionId: "value", dispatch: true };
  await does(slack, ada.id, { ...field, value: { value: "eve@acme.io" } });
  expect(ada.screen()).toContain("Email addresses: eve@acme.io");
  await does(slack, ada.id, { do: "close", all: true });
  expect(ada.screen()).toBe("");
  expect(await does(slack, ada.id, { ...field, value: { value: "x" } })).toMatchObject({
    refused: "It no longer exists",
  });
});

test("changes are streamed as they happen", async ({ slack }) => {
  const response = await fetch(`${slack.origin}/ui/live`);
  const reader = response.body?.getReader();
  const told = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await told()).toContain("event: screen\ndata: null\n\n");
  slack.addPerson({ name: "Ada Lovelace" });
  expect(await told()).toMatch(/event: screen\ndata: .*"name":"Ada Lovelace"/);
  await reader?.cancel();
});
