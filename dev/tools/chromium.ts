import { access, constants, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { cached, fillCache } from "./cache.ts";
import { run } from "./child.ts";
import { type Log, saying, secondsSince } from "./progress.ts";

/** A browser that starts on this machine, as options for Playwright's `launch`. */
export interface Chromium {
  executablePath: string;
  /** What it needs in its environment, in addition to ours. */
  env: Record<string, string>;
}

const bundle = "@sparticuz/chromium";
const installedNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const macPaths = ["Google Chrome", "Chromium"].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/**
 * Without a font, Chromium crashes at the first letter, and the bundle looks for its own where only Lambda has them.
 */
const fontsConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** Unpacks to the temporary folder; the variable makes it include Amazon's copies of NSS. */
const unpack = "await (await import(process.argv[1])).default.executablePath();";
const unpackEverything = { AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };

/**
 * Finds a Chromium: the one that `CHROMIUM_PATH` names, the one in the npm package (unpacked once per version into the
 * cache), or an installed one.
 *
 * @throws with what was tried, and what to do
 */
export async function findChromium({
  log,
  env = process.env,
}: {
  log: Log;
  env?: NodeJS.ProcessEnv;
}): Promise<Chromium> {
  if (env.CHROMIUM_PATH) return starts(env.CHROMIUM_PATH, {});
  const tried: string[] = [];
  try {
    return await bundled(log, env);
  } catch (error) {
    tried.push(`the npm package ${bundle}: ${error instanceof Error ? error.message : String(error)}`);
  }
  for (const path of installedPaths(env)) {
    if (await isExecutable(path)) return starts(path, {});
  }
  tried.push(`an installed Chrome or Chromium: there is none`);
  throw new Error(
    ["No Chromium to run. Tried:", ...tried.map((line) => `  - ${line}`), "Set CHROMIUM_PATH to one."].join(
      "\n",
    ),
  );
}

async function bundled(log: Log, env: NodeJS.ProcessEnv): Promise<Chromium> {
  if (process.platform !== "linux" || process.arch !== "x64") throw new Error("is for x86-64 Linux only");
  const require = createRequire(import.meta.url);
  const { version } = z.object({ version: z.string() }).parse(require(await manifestPath(require)));
  const name = `chromium-${version}-own-fonts-linux-x64`;
  const began = performance.now();
  let folder = await cached(name, env);
  if (folder === undefined) {
    folder = await saying(log, `Unpacking Chromium ${version}`, () => fillCache(name, env, inflate));
    log(`Chromium ${version} unpacked in ${secondsSince(began)} (${folder})`);
  }
  const executablePath = join(folder, "chromium");
  const fonts = { FONTCONFIG_PATH: join(folder, "fonts") };
  return starts(executablePath, fonts).catch(() =>
    starts(executablePath, { ...fonts, LD_LIBRARY_PATH: join(folder, "al2023", "lib") }),
  );
}

async function inflate(folder: string): Promise<void> {
  const library = pathToFileURL(createRequire(import.meta.url).resolve(bundle)).href;
  await run(process.execPath, ["--input-type=module", "-e", unpack, library], {
    ...process.env,
    ...unpackEverything,
    TMPDIR: folder,
  });
  await writeFile(join(folder, "fonts", "fonts.conf"), fontsConfig);
}

/** Finds the package's package.json, which it does not export. */
async function manifestPath(require: NodeJS.Require): Promise<string> {
  for (const folder of require.resolve.paths(bundle) ?? []) {
    const path = join(folder, bundle, "package.json");
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  throw new Error("is not installed");
}

/** @throws if it does not start, for example because a library is missing */
async function starts(executablePath: string, env: Record<string, string>): Promise<Chromium> {
  await run(executablePath, ["--version"], { ...process.env, ...env });
  return { executablePath, env };
}

function installedPaths(env: NodeJS.ProcessEnv): string[] {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return [...folders.flatMap((folder) => installedNames.map((name) => join(folder, name))), ...macPaths];
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
