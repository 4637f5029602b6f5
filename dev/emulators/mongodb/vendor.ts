import { chmod, copyFile, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "../../tools/child.ts";
import { folderMegabytes, saying } from "../../tools/progress.ts";
import type { MongodSource } from "./source.ts";

const version = "8.2.6";

const download = `
const [library, downloadDir, version] = process.argv.slice(1);
const { MongoBinary } = (await import(library)).default;
const path = await MongoBinary.getPath({ downloadDir, version, checkMD5: true });
process.stdout.write("\\n" + path);
`;

/** MongoDB's own site, through mongodb-memory-server, which knows the file for each system. */
export const vendor: MongodSource = {
  name: "MongoDB's own site",
  cacheName: `mongod-${version}-${process.platform}-${process.arch}`,
  async fetch(folder, { env, log }) {
    await reachable(env);
    const downloads = join(folder, "download");
    await mkdir(downloads);
    const library = pathToFileURL(createRequire(import.meta.url).resolve("mongodb-memory-server")).href;
    const output = await saying(
      log,
      `Downloading MongoDB ${version} from MongoDB's own site`,
      () =>
        run(process.execPath, ["--input-type=module", "-e", download, library, downloads, version], {
          // Without the second one, the library does not check the site's certificate.
          MONGOMS_MAX_RETRIES: "1",
          npm_config_strict_ssl: "true",
          ...env,
        }),
      async () => `${await folderMegabytes(downloads)} MB`,
    );
    const mongod = join(folder, "mongod");
    await copyFile(output.slice(output.lastIndexOf("\n") + 1), mongod);
    await chmod(mongod, 0o755);
    await rm(downloads, { recursive: true });
  },
};

/**
 * Finds out in two seconds what takes the library eight. Behind a proxy, only the library can tell.
 *
 * @throws if the site does not answer
 */
async function reachable(env: NodeJS.ProcessEnv): Promise<void> {
  if (env.HTTPS_PROXY || env.https_proxy || env.HTTP_PROXY || env.http_proxy) return;
  const site = env.MONGOMS_DOWNLOAD_MIRROR ?? "https://fastdl.mongodb.org";
  try {
    await fetch(site, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(2_000) });
  } catch {
    throw new Error(`${site} does not answer`);
  }
}
