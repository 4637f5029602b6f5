import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import * as z from "zod";

const execute = promisify(execFile);
const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));
const locked = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string(),
        integrity: z.string().optional(),
        dev: z.boolean().default(false),
        hasInstallScript: z.boolean().default(false),
      }),
    ),
  })
  .transform(({ packages: { "": _ourselves, ...others } }) => Object.entries(others))
  .parse(JSON.parse(readFileSync("package-lock.json", "utf8")));

test("docs/dependencies.md says of each runtime dependency why it is there, and of no other", () => {
  const told = [...readFileSync("docs/dependencies.md", "utf8").matchAll(/^\| `(\S+)` \| (\S.+?) \|/gm)];
  expect(told.map(([, name]) => name)).toEqual(Object.keys(dependencies));
});

test("nothing runs at install, and no runtime package wants to", () => {
  expect(readFileSync(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
  expect(locked.filter(([, { dev, hasInstallScript }]) => hasInstallScript && !dev)).toEqual([]);
});

test("every package in the lockfile is named with the hash of its archive", () => {
  expect(locked.length).toBeGreaterThan(100);
  expect(locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ""))).toEqual([]);
});

test("npm run sbom lists every package that runs, and nothing of development", async () => {
  const { stdout } = await execute("npm", ["run", "--silent", "sbom"], { maxBuffer: 16 * 1024 * 1024 });
  const { components } = z
    .object({
      bomFormat: z.literal("CycloneDX"),
      components: z.array(z.object({ name: z.string(), version: z.string() })),
    })
    .parse(JSON.parse(stdout));
  const runs = locked
    .filter(([, { dev }]) => !dev)
    .map(([path, { version }]) => `${nameIn(path)}@${version}`);
  expect(components.map(({ name, version }) => `${name}@${version}`).toSorted()).toEqual(
    [...new Set(runs)].toSorted(),
  );
});

/** The name of a package by where npm puts it, which may be inside another one. */
function nameIn(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}
