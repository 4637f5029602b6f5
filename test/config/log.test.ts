import { beforeEach, expect, test } from "vitest";
import { newLog, slackLog } from "../../src/config/log.ts";

const lines: string[] = [];
const log = newLog("debug", { write: (line: string) => lines.push(line) });
const logged = () => JSON.parse(lines.at(-1) ?? "");
beforeEach(() => {
  lines.length = 0;
});

test("why a call failed stands beside it: a fetch says no more than that it did", async () => {
  const failed = await fetch("http://127.0.0.1:1/").catch((error: unknown) => error);
  log.warn({ err: failed }, "not reached");
  expect(logged()).toMatchObject({
    err: { name: "TypeError", message: "fetch failed", cause: { message: expect.stringMatching(/./) } },
  });
});

test("of causes, too, nothing is kept beside name, code, message and stack", () => {
  const root = Object.assign(new Error("socket hang up"), {
    code: "ECONNRESET",
    request: { headers: { authorization: "Bearer secret" } },
  });
  const first = Object.assign(new AggregateError([root], ""), { code: "ECONNREFUSED" });
  log.error({ err: new Error("no answer", { cause: first }) }, "a call failed");
  const { err } = logged();
  expect(err).toMatchObject({
    message: "no answer",
    cause: { name: "AggregateError", code: "ECONNREFUSED", cause: { code: "ECONNRESET" } },
  });
  expect(Object.keys(err.cause.cause).sort()).toEqual(["code", "message", "name", "stack"]);
  expect(lines.join()).not.toContain("secret");
});

test("causes that go round, and what is no error, end the chain", () => {
  const round = new Error("round");
  round.cause = round;
  log.error({ err: round }, "a call failed");
  expect(lines.join().split('"cause"')).toHaveLength(5);
  log.error({ err: new Error("thrown", { cause: { token: "secret" } }) }, "a call failed");
  expect(logged().err.cause).toEqual({ message: "[object Object]" });
});

test("what Bolt logs says why, in the one line that it is", () => {
  const cause = new AggregateError([new Error("connect ECONNREFUSED")], "");
  slackLog(log).warn("a call failed:", new Error("fetch failed", { cause }));
  expect(logged().msg).toBe("a call failed: fetch failed: connect ECONNREFUSED");
});
