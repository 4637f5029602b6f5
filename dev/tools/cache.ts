import { randomBytes } from "node:crypto";
import type { Stats } from "node:fs";
import {
  access,
  constants,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { homedir, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import * as z from "zod";

/** Written last into a cached folder: its files, and the length of each. */
const manifestName = "complete.json";
const manifest = z.record(z.string(), z.number());
const unfinished = ".unfinished-";
const day = 24 * 60 * 60 * 1000;

/** Returns the folder called `name` in the cache, if it exists and is complete. */
export async function cached(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folder = join(await cacheFolder(env), name);
  return (await isWhole(folder)) ? folder : undefined;
}

/**
 * Creates a folder in the cache. It is filled under another name and renamed in one step, so that readers never see
 * half of it. If two processes create it at once, the second takes the first's.
 *
 * @param fill puts the files into the given folder
 * @returns the folder's path
 */
export async function fillCache(
  name: string,
  env: NodeJS.ProcessEnv,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const cache = await cacheFolder(env);
  await sweep(cache);
  const making = join(cache, unfinishedName());
  const folder = join(cache, name);
  await mkdir(making);
  try {
    await fill(making);
    await writeFile(join(making, manifestName), JSON.stringify(await sizes(making)));
    if (await isWhole(folder)) return folder;
    await moveAside(folder, cache);
    await rename(making, folder).catch(async (error) => {
      if (!(await isWhole(folder))) throw error;
    });
    return folder;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function cacheFolder(env: NodeJS.ProcessEnv): Promise<string> {
  const home = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  const shared = join(env.TMPDIR || tmpdir(), `iam-bot-cache-${userInfo().username}`);
  for (const folder of [join(home, "iam-bot"), shared]) {
    if (await isOurs(folder)) return folder;
  }
  throw new Error(`No folder to keep downloads in: neither ${home} nor ${shared} can be written to.`);
}

/** Tells whether a folder is our own: programs in a folder that others can write to must not be run. */
async function isOurs(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    const { uid } = await lstat(folder);
    return process.getuid === undefined || uid === process.getuid();
  } catch {
    return false;
  }
}

async function isWhole(folder: string): Promise<boolean> {
  try {
    const expected = manifest.parse(JSON.parse(await readFile(join(folder, manifestName), "utf8")));
    const lengths = await Promise.all(
      Object.entries(expected).map(async ([path, size]) => (await stat(join(folder, path))).size === size),
    );
    return lengths.every(Boolean);
  } catch {
    return false;
  }
}

async function sizes(folder: string): Promise<Record<string, number>> {
  const entries = await readdir(folder, { recursive: true });
  const files: [string, number][] = [];
  for (const path of entries) {
    const found = await stat(join(folder, path));
    if (found.isFile()) files.push([path, found.size]);
  }
  return Object.fromEntries(files);
}

async function moveAside(folder: string, cache: string): Promise<void> {
  const aside = join(cache, unfinishedName());
  const moved = await rename(folder, aside).then(
    () => true,
    () => false,
  );
  if (moved) await rm(aside, { recursive: true, force: true });
}

/** Removes what dead processes left behind. */
async function sweep(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(unfinished)) continue;
    const found: Stats | undefined = await stat(join(cache, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > day) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}

function unfinishedName(): string {
  return `${unfinished}${process.pid}-${randomBytes(4).toString("hex")}`;
}
