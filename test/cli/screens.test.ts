import { readdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { afterAll, describe, expect, test } from "vitest";
import { startSlack } from "../../dev/emulators/slack/slack.ts";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import type { Finding } from "../../src/cli/doctor/finding.ts";
import { samples } from "../../src/cli/doctor/screens/samples.ts";
import type { Screen } from "../../src/cli/doctor/screens/screen.ts";
import { screens } from "../../src/cli/doctor/screens/screens.ts";
import { validateScreens } from "../../src/cli/doctor/validate-screens.ts";
import { readValidConfig } from "../../src/config/config.ts";
import { registeredIds } from "../support/slack/registered.ts";

const closing: (() => unknown)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

const drawn = Object.values(screens).flatMap((draw) => samples.map((facts) => draw(facts)));

describe("no screen is forgotten:", () => {
  test("every function of src/slack and src/worker that draws one is called by a screen", () => {
    const files = ["src/slack", "src/worker"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => `${folder}/${file}`),
    );
    const drawing = files.flatMap((file) => drawingFunctions(readFileSync(file, "utf8")));
    const called = readdirSync("src/cli/doctor/screens")
      .map((file) =>
        readFileSync(`src/cli/doctor/screens/${file}`, "utf8").replace(/^import [\s\S]*?;$/gm, ""),
      )
      .join("\n");
    /** Each is part of what other called functions draw. */
    const parts = [
      ...["accessBlocks", "audienceNote", "flashBlocks", "listModal", "pagerBlocks"],
      ...["overviewBlocks", "profileBlocks", "requestBlocks", "setupBlocks", "unsealedBlocks"],
    ];
    expect(drawing).toContain("pendingView");
    expect(drawing).toContain("formerAdminCard");
    expect(
      drawing.filter(
        (name) => !parts.includes(name) && !new RegExp(`\\b${name}(\\(|;|,$)`, "m").test(called),
      ),
    ).toEqual([]);
  });

  test("every view that the app registers is drawn", () => {
    const callbacks = new Set(drawn.flatMap((surface) => ("type" in surface ? surface.callback_id : [])));
    const views = registeredIds().view;
    expect(views).toContain("invite.form");
    expect(views?.filter((id) => !callbacks.has(id))).toEqual([]);
  });

  test("every button, menu and search that the app registers is on one", () => {
    const shown = JSON.stringify(drawn);
    const { action = [], options = [] } = registeredIds();
    /** Is on lists that an older version opened. */
    const former = ["pending.cancel"];
    const missing = [...action, ...options].filter((id) => !shown.includes(`"action_id":"${id}"`));
    expect(missing).toEqual(former);
  });
});

test("every screen uses only blocks that all clients show, with buttons beside what they act on", () => {
  const known = ["actions", "alert", "context", "divider", "header", "input", "rich_text", "section"];
  const used = new Set(drawn.flatMap(({ blocks }) => blocks.map(({ type }) => type)));
  expect([...used].sort()).toEqual(known);
});

/** Names the exported functions that draw a view, a message or a message's blocks. */
function drawingFunctions(code: string): string[] {
  const result = String.raw`: (?:ModalView|HomeView|Card|KnownBlock\[\]|\{ text: string; blocks: KnownBlock\[\] \})`;
  const functions = code
    .split(/^export (?=function )/m)
    .slice(1)
    .filter((one) => new RegExp(String.raw`^function \w+\([\s\S]*?\)${result} \{$`, "m").test(upToEnd(one)))
    .map((one) => one.slice("function ".length, one.indexOf("(")));
  const constants = [...code.matchAll(/^export const (\w+) = (?:sentenceCard\(|\([^=]*\)(.*) =>)/gm)]
    .filter(([, , returned]) => returned === undefined || new RegExp(`^${result}$`).test(returned))
    .map(([, name = ""]) => name);
  return [...functions, ...constants];
}

const upToEnd = (code: string) => code.slice(0, code.indexOf("\n}"));

/** Runs the check against a Slack, with these screens. */
async function check(apiUrl: string, only?: Record<string, Screen>, token = "xoxb-1") {
  const config = readValidConfig({ SLACK_BOT_TOKEN: token, SLACK_API_URL: apiUrl });
  const waits: number[] = [];
  const options = { ...(only && { screens: only }), onWait: (seconds: number) => void waits.push(seconds) };
  const found: Finding[] = [];
  for await (const finding of validateScreens(config, options)) found.push(finding);
  return { waits, lines: found.map(({ level, about, says }) => `${level} ${about}: ${says}`) };
}

/** Starts a server that gives these answers in turn, and then repeats the last one. */
async function answering(...answers: [status: number, body: unknown, headers?: Record<string, string>][]) {
  let calls = 0;
  const listener: RequestListener = (request, response) => {
    request.resume();
    const [status, body, headers] = answers[Math.min(calls++, answers.length - 1)] ?? [500, ""];
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
  const server = createServer(listener);
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${await listenLocally(server)}/api/`;
}

const one: Record<string, Screen> = { greeting: () => ({ text: "Hello", blocks: [{ type: "divider" }] }) };

describe("npm run doctor -- --screens", () => {
  test("asks Slack about each screen at its limits, and sums up", async () => {
    const slack = await startSlack();
    closing.push(() => slack.close());
    const { lines } = await check(slack.apiUrl, undefined, slack.botToken);
    expect(lines.filter((line) => !line.startsWith("ok"))).toEqual([]);
    expect(lines).toHaveLength(Object.keys(screens).length + 1);
    expect(lines).toContain("ok Screen pendingView: Slack accepts it in all 8 variants.");
    expect(lines.at(-1)).toBe(
      `ok Screens: Slack accepts all ${Object.keys(screens).length}, at their limits.`,
    );
    const asked = slack.calls();
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(["blocks.validate"]));
    for (const { args } of asked)
      expect(["view", "message"]).toEqual(expect.arrayContaining(Object.keys(args)));
  });

  test("says where a screen breaks a rule, and continues with the next", async () => {
    const slack = await startSlack();
    closing.push(() => slack.close());
    const broken: Screen = () => ({
      type: "modal",
      title: { type: "plain_text", text: "A title of more than 24 characters" },
      blocks: [{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }],
    });
    const { lines } = await check(slack.apiUrl, { broken, ...one }, slack.botToken);
    expect(lines).toEqual([
      "fault Screen broken: Slack refuses it: must be less than 25 characters at /title/text; must be less than 151 characters at /blocks/0/text/text. Report this line as a bug in iam-bot.",
      "ok Screen greeting: Slack accepts it.",
    ]);
  });

  test("reads Slack's format of a refusal", async () => {
    const error = {
      code: "failed_constraint",
      constraint: { type: "enum", expected: ["divider"], got: "markdown" },
      message: "unsupported type:\u001b[31m markdown",
      pointer: "/blocks/0/child_blocks/0/type",
    };
    const api = await answering([200, { ok: false, error: "invalid_message", errors: [error] }]);
    expect((await check(api, one)).lines).toEqual([
      "fault Screen greeting: Slack refuses it: unsupported type: [31m markdown at /blocks/0/child_blocks/0/type. Report this line as a bug in iam-bot.",
    ]);
  });

  test("pauses as long as Slack asks, and gives up if that is too long or too often", async () => {
    const limited = { ok: false, error: "ratelimited" };
    const patient = await answering([429, limited, { "retry-after": "0" }], [200, { ok: true }]);
    expect(await check(patient, one)).toEqual({
      waits: [0],
      lines: ["ok Screen greeting: Slack accepts it.", "ok Screens: Slack accepts all 1, at their limits."],
    });
    const endless = await answering([429, limited, { "retry-after": "0" }]);
    const long = await answering([429, limited, { "retry-after": "3600" }]);
    for (const api of [endless, long])
      expect((await check(api, one)).lines).toEqual([
        expect.stringMatching(
          /^warning Screens: The others are not checked: Slack asks us to slow down\. Run/,
        ),
      ]);
  });

  test("says what prevents it from asking", async () => {
    const said = await Promise.all([
      check(await answering([200, { ok: false, error: "unknown_method" }]), one),
      check(await answering([200, { ok: false, error: "invalid_auth" }]), one),
      check(await answering([200, "It works!"]), one),
      check("https://slack.com/api/", one, "no-token"),
    ]);
    expect(said.map(({ lines }) => lines)).toEqual([
      ["warning Screens: Not checked: this Slack does not have blocks.validate."],
      [expect.stringMatching(/^fault Screens: Not checked: Slack refuses to look at them \(invalid_auth\)/)],
      [
        expect.stringMatching(
          /^fault Screens: Not checked, because asking Slack failed: it answers 200, not/,
        ),
      ],
      ["warning Screens: Not checked: SLACK_BOT_TOKEN is missing or has a fault."],
    ]);
  });
});
