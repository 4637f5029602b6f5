import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { runCompiled } from "../support/run-compiled.ts";

const manifestShape = z.looseObject({
  functions: z.record(z.string(), z.unknown()).optional(),
  settings: z.looseObject({ event_subscriptions: z.looseObject({ bot_events: z.array(z.string()) }) }),
});
const original = manifestShape.parse(parse(readFileSync("manifest.yml", "utf8")));

/** `npm run manifest -- …`. */
const manifest = (...args: string[]) => runCompiled("print-manifest.js", args);

test.concurrent("--url fills the address in everywhere, and changes nothing else", async () => {
  const { code, stdout } = await manifest("--url", "https://access.acme.io/iam/");
  expect(code).toBe(0);
  expect(stdout).not.toContain("iam.example.com");
  const there = JSON.stringify(original).replaceAll("https://iam.example.com", "https://access.acme.io/iam");
  expect(parse(stdout)).toEqual(JSON.parse(there));
});

test.concurrent("--socket asks for Socket Mode and names no address", async () => {
  const { code, stdout } = await manifest("--socket");
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/iam\.example\.com|url:/);
  const without = JSON.stringify(original, (key, value) => (/url$/.test(key) ? undefined : value));
  expect(parse(stdout)).toEqual(
    JSON.parse(without.replace('"socket_mode_enabled":false', '"socket_mode_enabled":true')),
  );
});

test.concurrent("--org lets a whole organisation install it, with steps for its workflows, and changes nothing else", async () => {
  const { code, stdout } = await manifest("--url", "https://iam.example.com", "--org");
  expect(code).toBe(0);
  const { functions, ...rest } = manifestShape.parse(parse(stdout));
  expect(Object.keys(functions ?? {})).toEqual(["invite_person", "request_access"]);
  const { settings } = original;
  const bot_events = [...settings.event_subscriptions.bot_events, "function_executed"];
  expect(rest).toEqual({
    ...original,
    settings: {
      ...settings,
      event_subscriptions: { ...settings.event_subscriptions, bot_events },
      function_runtime: "remote",
      org_deploy_enabled: true,
    },
  });
});

test.concurrent("--help prints how to call it", async () => {
  expect(await manifest("--help")).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Say how Slack reaches the app: --url/),
    stderr: "",
  });
});

test.concurrent.each([
  [[], /^Say how Slack reaches the app: --url/],
  [["--socket", "--url", "https://iam.acme.io"], /^Say how Slack reaches the app: --url/],
  [["--socket", "--ogr"], /^Unknown option '--ogr'. Say how Slack reaches the app: --url/],
  [["--org"], /^Say how Slack reaches the app: --url/],
  [
    ["https://iam.acme.io"],
    /^Unexpected argument 'https:\/\/iam.acme.io'. Say how Slack reaches the app: --url/,
  ],
  [["--url"], /^Option '--url <value>' argument missing. Say how Slack reaches the app: --url/],
  [["--url", "http://iam.acme.io"], /^--url must be the address that Slack reaches/],
  [["--url", "iam.acme.io"], /^--url must be the address that Slack reaches/],
  [["--url", "https://iam.acme.io/?a=b"], /^--url must be the address that Slack reaches/],
])("%j is refused with a sentence", async (args, sentence) => {
  const { code, stdout, stderr } = await manifest(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});
