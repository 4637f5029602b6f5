import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { everyEndpoint } from "../../src/api/v1/register.ts";
import { startApi } from "../support/api.ts";
import { startBrowser } from "../support/setup/browser.ts";
import { startAxe } from "../support/web/axe.ts";

const api = await startApi();
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const document = z.object({
  openapi: z.string(),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), summary: z.string() })),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

test("the document describes every endpoint, and has no broken references", async () => {
  const response = await fetch(`${api.url}/api/v1/openapi.json`);
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "application/json; charset=utf-8",
  ]);
  const text = await response.text();
  const { openapi, servers, paths, components } = document.parse(JSON.parse(text));
  expect([openapi, servers]).toEqual(["3.1.0", [{ url: `${api.url}/api/v1` }]]);
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(everyEndpoint.map(({ method, path }) => `${method} ${path}`).sort());
  const ids = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
    expect(Object.keys(components.schemas)).toContain(name);
  expect(text).not.toMatch(/\$id|\$defs|\$schema/);
});

test("the page for people has every endpoint and works without scripts, which its policy forbids", async () => {
  const response = await fetch(`${api.url}/api`);
  expect(response.status).toBe(200);
  const policy = response.headers.get("content-security-policy")?.replace(/sha256-[\w+/]{43}=/g, "sha256");
  expect(policy).toContain("default-src 'none';style-src 'sha256';script-src 'none';");
  const html = await response.text();
  expect(html).not.toContain("<script");
  for (const { operationId, permission } of everyEndpoint) {
    expect(html).toContain(`id="${operationId}"`);
    expect(html).toContain(`<code>${permission}</code>`);
  }
  const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map(([, name]) => name);
  const places = [...html.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name);
  expect([...new Set(anchors)].filter((name) => !places.includes(name))).toEqual([]);
});

test.each(["light", "dark"] as const)(
  "in %s, on a desktop and a phone, it is accessible to everybody",
  async (colorScheme) => {
    for (const viewport of [
      { width: 1280, height: 900 },
      { width: 320, height: 700 },
    ]) {
      const context = await browser.newContext({ colorScheme, viewport, bypassCSP: true });
      const tab = await context.newPage();
      await tab.goto(`${api.url}/api`);
      const violations = await startAxe(tab);
      expect(await violations()).toEqual([]);
      expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
      await context.close();
    }
  },
);

test("both are read-only", async () => {
  for (const path of ["/api", "/api/v1/openapi.json"]) {
    const response = await fetch(api.url + path, { method: "POST" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    const asked = await fetch(api.url + path, { method: "OPTIONS" });
    expect([asked.status, asked.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
    expect((await fetch(api.url + path, { method: "HEAD" })).status).toBe(200);
  }
  expect((await fetch(`${api.url}/api/nothing`)).status).toBe(404);
});
