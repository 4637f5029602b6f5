import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { WebClient } from "@slack/web-api";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { methods } from "../../dev/emulators/slack/methods.ts";
import { registeredIds } from "../support/slack/registered.ts";

const manifest = z
  .object({
    features: z.object({
      app_home: z.object({ home_tab_enabled: z.boolean() }),
      slash_commands: z.array(z.object({ command: z.string(), url: z.string(), usage_hint: z.string() })),
      shortcuts: z.array(z.object({ callback_id: z.string() })).default([]),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ request_url: z.string(), bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.boolean(), request_url: z.string() }),
    }),
  })
  .parse(parse(readFileSync("manifest.yml", "utf8")));
const { features, settings } = manifest;

/** What the app listens to, by kind. */
const heard = registeredIds();

const sources = readdirSync("src", { recursive: true, withFileTypes: true })
  .filter((entry) => /\.tsx?$/.test(entry.name))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
  .join("\n");

/** Every method of the Web API, as Slack's client has it: "chat.postMessage". */
function methodsOf(part: object, path: string[] = []): string[] {
  return Object.entries(part).flatMap(([name, value]): string[] => {
    if (typeof value === "function") return path.length > 0 ? [[...path, name].join(".")] : [];
    const isFamily = typeof value === "object" && value !== null && /^[a-z]/.test(name);
    return isFamily && path.length < 3 ? methodsOf(value, [...path, name]) : [];
  });
}

const called = methodsOf(new WebClient()).filter((method) =>
  new RegExp(`\\.\\s*${method.replaceAll(".", "\\s*\\.\\s*")}\\s*\\(`).test(sources),
);

/** The scope without which Slack does not tell of an event. */
const eventScopes: Record<string, string | undefined> = {
  app_home_opened: undefined,
  app_uninstalled: undefined,
  tokens_revoked: undefined,
  user_change: "users:read",
};

describe("the manifest and the app agree on", () => {
  test("commands", () => {
    expect(features.slash_commands.map(({ command }) => command)).toEqual(heard.command);
  });

  test("the subcommands that the command's hint names", () => {
    const hinted = features.slash_commands.flatMap(({ usage_hint }) => usage_hint.split(" | "));
    const registered = /registerCommand\(\w+, \w+, \{(.*?)\}\);/s.exec(sources)?.[1] ?? "";
    const subcommands = [...registered.matchAll(/^\s*(\w+)/gm)].map(([, name]) => name);
    expect(hinted).toEqual([...subcommands, "help"]);
  });

  test("shortcuts", () => {
    expect(features.shortcuts.map((shortcut) => shortcut.callback_id).sort()).toEqual(heard.shortcut?.sort());
  });

  test("events", () => {
    expect(settings.event_subscriptions.bot_events.toSorted()).toEqual(heard.event?.sort());
    expect(features.app_home.home_tab_enabled).toBe(heard.event?.includes("app_home_opened"));
  });

  test("interactivity: buttons and modals need it", () => {
    expect(heard.action).not.toEqual([]);
    expect(heard.view).not.toEqual([]);
    expect(settings.interactivity.is_enabled).toBe(true);
  });

  test("the one address for all of these", () => {
    const urls = [
      ...features.slash_commands.map(({ url }) => url),
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
    ];
    expect(new Set(urls)).toEqual(new Set(["https://iam.example.com/slack/events"]));
  });

  test("scopes: each is needed, and none is missing", () => {
    expect(called).toContain("views.open");
    expect(called.filter((method) => !Object.hasOwn(methods, method))).toEqual([]);
    const needed = new Set([
      ...called.map((method) => methods[method]?.scope),
      ...(heard.event ?? []).map((event) => eventScopes[event]),
      heard.command?.length || heard.shortcut?.length ? "commands" : undefined,
      // Files that somebody gives to a form are fetched with it.
      /\burl_private_download\b/.test(sources) ? "files:read" : undefined,
      // Without it `users.info` leaves the profile's email out.
      /\.profile\.email\b/.test(sources) ? "users:read.email" : undefined,
    ]);
    needed.delete(undefined);
    expect(heard.event?.filter((event) => !Object.hasOwn(eventScopes, event))).toEqual([]);
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed].sort());
  });
});
