import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openBrowser, wantsBrowser } from "../../dev/demo/open-browser.ts";
import { readOptions } from "../../dev/demo/options.ts";

let folder: string;
/** A terminal on a desktop, with nothing on the PATH yet. */
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "iam-bot-test-"));
  env = { PATH: folder, DISPLAY: ":0" };
});
afterEach(() => rm(folder, { recursive: true }));

function installOpener(): string {
  const asked = join(folder, "asked");
  for (const name of ["xdg-open", "open"]) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$@" >${asked}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return asked;
}

test("the browser is asked to show the workspace", async () => {
  const asked = installOpener();
  expect(await openBrowser("http://127.0.0.1:3001", env)).toBe(true);
  await expect.poll(() => readFileSync(asked, "utf8")).toBe("http://127.0.0.1:3001\n");
});

test("where nothing can open a browser, nothing breaks", async () => {
  expect(await openBrowser("http://127.0.0.1:3001", env)).toBe(false);
});

test.runIf(process.platform === "linux")("where there is no screen, no browser is started", async () => {
  installOpener();
  expect(await openBrowser("http://127.0.0.1:3001", { PATH: folder })).toBe(false);
});

test.each([
  ["in a terminal", [], true, {}, true],
  ["with --no-open", ["--no-open"], true, {}, false],
  ["when its output goes elsewhere", [], false, {}, false],
  ["in CI", [], true, { CI: "true" }, false],
])("%s", (_where, flags, isTTY, env, opens) => {
  expect(wantsBrowser(readOptions(flags, {}), { isTTY, env })).toBe(opens);
});

test("a --no-open that npm took for itself is told with the way to write it", () => {
  expect(() => readOptions([], { npm_config_open: "" })).toThrow("npm run demo -- --no-open");
});
