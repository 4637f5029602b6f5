import { EventEmitter, once } from "node:events";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cached, fillCache } from "../../dev/tools/cache.ts";

let home: string;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "iam-bot-test-"));
  env = { XDG_CACHE_HOME: home };
});
afterEach(() => rm(home, { recursive: true }));

const content = async (folder: string) => writeFileSync(join(folder, "mongod"), "complete");

test("two who fill the same place at once end up with the same whole folder", async () => {
  let filling = 0;
  const bothFill = new EventEmitter();
  const fill = async (folder: string) => {
    if (++filling === 2) bothFill.emit("yes");
    else await once(bothFill, "yes");
    await content(folder);
  };
  const [one, other] = await Promise.all([fillCache("m", env, fill), fillCache("m", env, fill)]);
  expect(one).toBe(other);
  expect(await cached("m", env)).toBe(one);
  expect(await readdir(join(home, "iam-bot"))).toEqual(["m"]);
});

test("a file that was cut short is not taken, and is replaced", async () => {
  const folder = await fillCache("m", env, content);
  truncateSync(join(folder, "mongod"), 3);
  expect(await cached("m", env)).toBeUndefined();
  await fillCache("m", env, content);
  expect(readFileSync(join(folder, "mongod"), "utf8")).toBe("complete");
});

test("what could not be filled leaves nothing behind", async () => {
  const failing = fillCache("m", env, () => Promise.reject(new Error("no network")));
  await expect(failing).rejects.toThrow("no network");
  expect(await readdir(join(home, "iam-bot"))).toEqual([]);
});
