import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { mongo } from "mongoose";
import { afterAll, describe, expect, test } from "vitest";
import { findMongod } from "../../dev/emulators/mongodb/binary.ts";
import { startStandalone, startUninitiated } from "../../dev/emulators/mongodb/server.ts";
import { startSlack } from "../../dev/emulators/slack/slack.ts";
import { freePort } from "../../dev/tools/free-port.ts";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { DatabaseFaults } from "../support/database-faults.ts";
import { compiled, patientNode } from "../support/setup/compiled.ts";
import { freshDatabase } from "../support/setup/database.ts";

const UNAUTHORIZED = 13;
const slack = await startSlack();
const running = new Set<ChildProcess>();
afterAll(async () => {
  for (const main of running) main.kill("SIGKILL");
  await slack.close();
});

/** Accepts connections, and says nothing. */
async function silentServer(port: number) {
  const server = createServer();
  return { server, port: await listenLocally(server, port) };
}

function complete(): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    MONGODB_URI: freshDatabase().uri,
    SENDGRID_API_KEY: "SG.never-called",
    MAIL_FROM: "Acme <iam@acme.io>",
    PUBLIC_URL: "https://iam.acme.io",
    LINK_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    ORGANISATION_NAME: "Acme",
    HOST: "127.0.0.1",
    PORT: "0",
  };
}

/** What `npm start` starts, or that itself, with this environment alone. */
function startMain(env: Record<string, string>, command = [process.execPath, "main.js"]) {
  const [program = "", ...args] = command;
  const main = spawn(program, args, {
    cwd: compiled,
    env: { ...env, ...patientNode, ...(process.env.TMPDIR && { TMPDIR: process.env.TMPDIR }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(main);
  let stdout = "";
  let stderr = "";
  main.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  main.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const closed = once(main, "close").finally(() => running.delete(main));
  return {
    async ready(): Promise<void> {
      while (!stdout.includes('"ready"') && main.exitCode === null)
        await Promise.race([once(main.stdout, "data"), closed]);
      expect(stderr).toBe("");
    },
    /** Waits until the log contains a text. */
    async logs(text: string): Promise<void> {
      while (!stdout.includes(text) && main.exitCode === null)
        await Promise.race([once(main.stdout, "data"), closed]);
    },
    port: () => Number(/"url":"[^"]+:(\d+)"/.exec(stdout)?.[1]),
    url: () => /"url":"([^"]+)"/.exec(stdout)?.[1] ?? "",
    signal: (signal: NodeJS.Signals) => main.kill(signal),
    async end(): Promise<{ code: unknown; signal: unknown; stdout: string; stderr: string }> {
      const [code, signal] = await closed;
      return { code, signal, stdout, stderr };
    },
  };
}

/** What a start that fails says: sentences on the standard error, no stack, no secret, and exit code 1. */
async function refusal(changes: Record<string, string>): Promise<string> {
  const env = { ...complete(), ...changes };
  const { code, stdout, stderr } = await startMain(env).end();
  expect(code).toBe(1);
  expect(stdout).not.toMatch(/"level":[56]0/);
  expect(stderr).not.toMatch(/^\s+at /m);
  for (const name of [
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SENDGRID_API_KEY",
    "LINK_KEYS",
    "MONGODB_URI",
  ])
    expect(stdout + stderr).not.toContain(env[name]);
  return stderr;
}

describe.concurrent("a start that fails", () => {
  test("names every fault of the environment, with what to do", async () => {
    const said = await refusal({ SLACK_BOT_TOKEN: "xoxp-secret", LINK_KEYS: "k1:c2VjcmV0", PORT: "eighty" });
    expect(said).toBe(
      [
        "The configuration has 3 faults:",
        "  SLACK_BOT_TOKEN must be a bot token: it starts with xoxb-",
        '  LINK_KEYS must be a comma-separated list of id:base64, each key 32 bytes or longer. Make one with: echo "k1:$(openssl rand -base64 32)"',
        "  PORT must be a whole number from 0 to 65535\n",
      ].join("\n"),
    );
  });

  test("says that no MongoDB answers, after five seconds", async () => {
    const began = performance.now();
    const said = await refusal({ MONGODB_URI: `mongodb://me:secret@127.0.0.1:${await freePort()}/iam` });
    expect(said).toMatch(/^No MongoDB answered at MONGODB_URI within 5 seconds .*Check the address/);
    expect(performance.now() - began).toBeGreaterThan(5_000);
  });

  test("says that MongoDB refuses the password", async () => {
    const uri = new URL(complete().MONGODB_URI ?? "");
    uri.username = "me";
    uri.password = "secret";
    expect(await refusal({ MONGODB_URI: String(uri) })).toMatch(
      /^MongoDB refuses the user or password in MONGODB_URI\. Check both/,
    );
  });

  test("says that a file of MongoDB's certificates can't be read, without waiting for a server", async () => {
    const uri = `${complete().MONGODB_URI}&tls=true&tlsCAFile=/secret/ca.pem`;
    expect(await refusal({ MONGODB_URI: uri })).toMatch(
      /^A file that MONGODB_URI names can't be read \(ENOENT\)\. Check tlsCAFile/,
    );
  });

  test.skipIf(process.env.TEST_MONGODB_URI)("refuses a standalone MongoDB, and says why", async () => {
    const { path } = await findMongod({ env: process.env, log: () => undefined });
    const { uri, stop } = await startStandalone(path);
    try {
      expect(await refusal({ MONGODB_URI: `${uri}iam` })).toMatch(
        /is a standalone server.*transactions.*--replSet/,
      );
    } finally {
      await stop();
    }
  });

  test.skipIf(process.env.TEST_MONGODB_URI)("says that nobody has initiated the replica set", async () => {
    const { path } = await findMongod({ env: process.env, log: () => undefined });
    const { uri, stop } = await startUninitiated(path);
    try {
      const said = await refusal({ MONGODB_URI: uri });
      expect(said).toMatch(/^The MongoDB at MONGODB_URI is not a replica set yet\. .*rs\.initiate/);
    } finally {
      await stop();
    }
  });

  test("says that the replica set has another name", async () => {
    const uri = new URL(complete().MONGODB_URI ?? "");
    uri.searchParams.set("replicaSet", "rsX");
    expect(await refusal({ MONGODB_URI: String(uri) })).toMatch(
      /^The replica set at MONGODB_URI is not called rsX\. /,
    );
  });

  test("says that MongoDB wants a user, or that the user's role allows too little", async () => {
    const { MONGODB_URI = "" } = complete();
    const client = new mongo.MongoClient(MONGODB_URI);
    const faults = new DatabaseFaults(client, "without-rights");
    const uri = new URL(MONGODB_URI);
    uri.searchParams.set("appName", "without-rights");
    await faults.fail({ commands: ["listCollections"], times: 1, how: UNAUTHORIZED });
    expect(await refusal({ MONGODB_URI: String(uri) })).toBe(
      "MongoDB lets nobody in without a user. Name one in MONGODB_URI: mongodb://user:password@…, with the role readWrite.\n",
    );
    await client.db().command({ createUser: "reader", pwd: "secret", roles: ["read"] });
    uri.username = "reader";
    uri.password = "secret";
    uri.searchParams.set("authSource", client.db().databaseName);
    await faults.fail({ commands: ["create"], times: 1, how: UNAUTHORIZED });
    expect(await refusal({ MONGODB_URI: String(uri) })).toBe(
      `MongoDB doesn't let the user in MONGODB_URI do what the app needs. Give it the role readWrite on the database ${client.db().databaseName}, or correct the database in MONGODB_URI.\n`,
    );
    await client.db().command({ dropUser: "reader" });
    await client.close();
  });

  test("says which index of MongoDB is in the way, and how to drop it", async () => {
    const { MONGODB_URI = "" } = complete();
    const client = new mongo.MongoClient(MONGODB_URI);
    await client.db().collection("invites").createIndex({ email: 1 }, { name: "one_pending_per_address" });
    await client.close();
    expect(await refusal({ MONGODB_URI })).toBe(
      'The index one_pending_per_address of invites is not what the app needs: it is not unique. Drop it, in mongosh: db.invites.dropIndex("one_pending_per_address"). The app builds the right one when it starts.\n',
    );
  });

  test("says that Slack refuses the token", async () => {
    expect(await refusal({ SLACK_BOT_TOKEN: "xoxb-wrong" })).toMatch(
      /^Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)\. Copy the Bot User OAuth Token/,
    );
  });

  test("says that Slack can't be reached", async () => {
    const said = await refusal({ SLACK_API_URL: `http://127.0.0.1:${await freePort()}/api/` });
    expect(said).toMatch(/^Slack can't be reached\. Check that this machine can reach/);
  });

  test("says that the port is in use", async () => {
    const { server: occupant, port } = await silentServer(await freePort());
    expect(await refusal({ PORT: String(port) })).toMatch(
      `Port ${port} is in use. Stop what uses it, or set PORT`,
    );
    occupant.close();
  });
});

const hasIPv6 = Object.values(networkInterfaces()).some((each) =>
  each?.some(({ address }) => address === "::1"),
);
test.skipIf(!hasIPv6).concurrent("the log's address can be opened where HOST is one of IPv6", async () => {
  const main = startMain({ ...complete(), HOST: "::1" });
  await main.ready();
  expect(await (await fetch(`${main.url()}/healthz`)).json()).toEqual({ alive: true });
  main.signal("SIGINT");
  await main.end();
});

test.concurrent("SIGTERM stops it with exit code 0, and may come twice, as npm passes it on; no connection holds it that a browser opened to be ready", async () => {
  const main = startMain(complete());
  await main.ready();
  const unused = connect(main.port(), "127.0.0.1");
  await once(unused, "connect");
  main.signal("SIGTERM");
  main.signal("SIGTERM");
  const { code, stdout, stderr } = await main.end();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.match(/"stopped"/g)).toHaveLength(1);
});

test.concurrent.each(["SIGTERM", "SIGINT"] as const)(
  "%s ends it at once while it starts, however long MongoDB is silent",
  async (signal) => {
    const { server: silent, port } = await silentServer(0);
    const main = startMain({ ...complete(), MONGODB_URI: `mongodb://127.0.0.1:${port}/iam` });
    await once(silent, "connection");
    main.signal(signal);
    expect(await main.end()).toMatchObject({ code: null, signal, stderr: "" });
    silent.close();
  },
);

test.concurrent("a supervisor that knows npm alone stops the app in order: npm passes SIGTERM on to it", async () => {
  const { PATH = "" } = process.env;
  const main = startMain({ ...complete(), PATH }, ["npm", "start"]);
  await main.ready();
  main.signal("SIGTERM");
  const { stdout } = await main.end();
  expect(stdout).toContain('"stopped"');
});

test.concurrent("a start says how many pending invites still use each older link key", async () => {
  const env = complete();
  const client = new mongo.MongoClient(env.MONGODB_URI ?? "");
  await client.db().collection("invites").insertOne({ status: "pending", keyId: "k1", email: "ada@acme.io" });
  await client.close();
  const newer = `k2:${Buffer.alloc(32, 8).toString("base64")}`;
  const main = startMain({ ...env, LINK_KEYS: `${newer},${env.LINK_KEYS}` });
  await main.ready();
  main.signal("SIGINT");
  const { stdout } = await main.end();
  expect(stdout).toContain('"key":"k1","invites":1,"msg":"pending invites whose link this older key');
});

describe.concurrent("over Socket Mode", () => {
  test("a start whose app token Slack refuses says so, and takes no job", async () => {
    const main = startMain({ ...complete(), SLACK_APP_TOKEN: "xapp-wrong" });
    const { code, stdout, stderr } = await main.end();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Slack refuses SLACK_APP_TOKEN \(invalid_auth\)\. Create another one.*\n$/);
    expect(stdout).not.toContain("client was closed");
  });

  test.each([
    {
      what: "refuses the app token",
      fault: { error: "invalid_auth" },
      says: "no longer accepts SLACK_APP_TOKEN",
    },
    { what: "is away", fault: { status: 503, page: "down" }, says: "503, without an answer from Slack" },
  ])("the app stays up when Slack $what as it reconnects, and stops in order", async ({ fault, says }) => {
    const own = await startSlack();
    const main = startMain({
      ...complete(),
      SLACK_BOT_TOKEN: own.botToken,
      SLACK_API_URL: own.apiUrl,
      SLACK_APP_TOKEN: own.appToken,
    });
    await main.ready();
    own.breakDown(["apps.connections.open"], [fault]);
    own.refreshSockets();
    await main.logs(says);
    expect((await fetch(`${main.url()}/healthz`)).status).toBe(200);
    main.signal("SIGTERM");
    const { code, stdout, stderr } = await main.end();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain('"stopped"');
    await own.close();
  });
});
