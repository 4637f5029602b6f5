import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { cached, fillCache } from "../../dev/tools/cache.ts";
import { run } from "../../dev/tools/child.ts";

const PYTHONS = ["python3", ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor}`)];
/** The first line of a file says which Python its versions were chosen for. */
const OLDEST = /^#.* Python 3\.(\d+) or newer/;

/** A program, and what it needs in its environment. */
interface Program {
  command: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Installs Python packages into the cache, at the versions and with the hashes that a file names.
 *
 * @param requirements its path
 * @throws a sentence if there is no Python that is new enough
 */
export async function pythonWith(requirements: string): Promise<Program> {
  const [, oldest = "10"] = OLDEST.exec(await readFile(requirements, "utf8")) ?? [];
  const python = await findPython(Number(oldest));
  const name = `python-${await digest(requirements)}-${python.version}`;
  const install = [
    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", "--require-hashes"],
    ...["--only-binary", ":all:", "--requirement", requirements, "--target"],
  ];
  const folder =
    (await cached(name, process.env)) ??
    (await fillCache(name, process.env, async (making) => {
      await run(python.command, [...install, making], process.env);
    }));
  const env = { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" };
  return { command: python.command, env };
}

async function findPython(oldest: number): Promise<{ command: string; version: string }> {
  const tell = "import sys; print('%d.%d' % sys.version_info[:2])";
  for (const command of PYTHONS) {
    const version = await run(command, ["-c", tell], process.env).catch(() => "");
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major === 3 && minor >= oldest) return { command, version: version.trim() };
  }
  throw new Error(`This suite needs Python 3.${oldest} or newer, and there is none on the PATH.`);
}

/** Installs npm packages into the cache, by the lockfile in a folder. @returns their `node_modules` */
export async function npmPackages(folder: string): Promise<string> {
  const lock = join(folder, "package-lock.json");
  const name = `npm-${await digest(lock)}`;
  const installed =
    (await cached(name, process.env)) ??
    (await fillCache(name, process.env, async (making) => {
      for (const file of ["package.json", "package-lock.json"])
        await copyFile(join(folder, file), join(making, file));
      await run("npm", ["ci", "--silent", "--ignore-scripts", "--prefix", making], process.env);
    }));
  return join(installed, "node_modules");
}

async function digest(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex")
    .slice(0, 16);
}

/**
 * Runs a suite to its end, and passes on its output.
 *
 * @param cwd a folder in which it may leave files
 * @returns how it ended, and its output
 */
export async function runSuite({ command, env }: Program, args: readonly string[], cwd: string) {
  const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
  const leaveWithUs = () => child.kill("SIGKILL");
  process.on("exit", leaveWithUs);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += String(chunk);
      process.stdout.write(chunk);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve).once("error", reject);
  });
  process.off("exit", leaveWithUs);
  return { code, said };
}
