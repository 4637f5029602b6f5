import express from "express";
import { vi } from "vitest";
import { newLog, slackLog } from "../../../src/config/log.ts";
import { slackAccounts } from "../../../src/slack/kit/accounts.ts";
import { newBolt } from "../../../src/slack/kit/bolt.ts";
import { slackReaders } from "../../../src/slack/kit/reader.ts";
import { SlackRouter } from "../../../src/slack/kit/router.ts";
import { registerListeners } from "../../../src/slack/register.ts";
import { requestPolicy } from "../acting.ts";

/** The kind of listener that each method of the router registers. */
const kinds = {
  press: "action",
  show: "action",
  submit: "view",
  search: "view",
  suggest: "options",
  shortcut: "shortcut",
  command: "command",
  event: "event",
} as const;
const methods = ["press", "show", "submit", "search", "suggest", "shortcut", "command", "event"] as const;

/**
 * Records the listeners that the app registers, from before it starts. Returns a function that ends this and lists
 * them.
 */
export function listenersRegistered(): () => string[] {
  const spies = methods.map((method) => ({
    kind: kinds[method],
    spy: vi.spyOn(SlackRouter.prototype, method),
  }));
  return () => {
    const seen = spies.flatMap(({ kind, spy }) => spy.mock.calls.map(([id]) => `${kind} ${id}`));
    for (const { spy } of spies) spy.mockRestore();
    return seen;
  };
}

/** Returns the ids that the app registers, by kind: `action`, `view`, `options`, `shortcut`, `command` and `event`. */
export function registeredIds(): Record<string, string[]> {
  const log = newLog("silent");
  const app = newBolt(
    { botToken: "xoxb-none", signingSecret: "none" },
    { botId: "B1", botUserId: "U1" },
    express(),
    slackLog(log),
  );
  const registered = listenersRegistered();
  const policy = {
    expiryDays: 7,
    undoSeconds: 20,
    limits: { admin: 1, total: 1, address: 1 },
    allowedDomains: [],
    language: "en" as const,
    keyId: "k1",
  };
  registerListeners(app, {
    accounts: slackAccounts(app.client, { kind: "workspace", teamId: "T1" }, [], { info() {} }),
    readers: slackReaders({ recent: () => Promise.reject(new Error("not asked")) }, "en"),
    webhooks: { secretKeys: undefined, urlFault: () => null },
    policy,
    importLimit: 1,
    log,
    linkOf: () => "",
    timeZone: "UTC",
    requests: { ...requestPolicy, invites: policy },
    organisation: "Acme",
    owners: [],
    deliveryReported: true,
    sealing: { stopped: null },
    slackAccess: { revoked: false },
    botUserId: "U1",
    stopping: new AbortController().signal,
  });
  const ids: Record<string, string[]> = Object.fromEntries(Object.values(kinds).map((kind) => [kind, []]));
  for (const listener of registered()) {
    const [kind = "", id = ""] = listener.split(" ");
    ids[kind]?.push(id);
  }
  return ids;
}
