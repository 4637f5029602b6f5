import { randomBytes } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { mongo } from "mongoose";
import { afterAll, describe, expect, test } from "vitest";
import { startSendGrid } from "../../dev/emulators/sendgrid/sendgrid.ts";
import type { GridInstall } from "../../dev/emulators/slack/organisation.ts";
import { startSlack } from "../../dev/emulators/slack/slack.ts";
import { freePort } from "../../dev/tools/free-port.ts";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import type { Finding } from "../../src/cli/doctor/finding.ts";
import { checkPublicAddress } from "../../src/cli/doctor/public-address.ts";
import { checkSecrets } from "../../src/cli/doctor/secrets.ts";
import { checkSendGrid } from "../../src/cli/doctor/sendgrid.ts";
import { checkSlack, checkTransport } from "../../src/cli/doctor/slack.ts";
import { neededScopes } from "../../src/cli/manifest.ts";
import { readValidConfig, type ValidConfig } from "../../src/config/config.ts";
import { emptyLog, sealOfEnd } from "../../src/services/audit/seal.ts";
import { migrations } from "../../src/services/operations/migrations/list.ts";
import { selfSignedCertificate } from "../support/certificate.ts";
import { writeOldNames } from "../support/old-names.ts";
import { writeOldDatabase } from "../support/old-version.ts";
import { runCompiled } from "../support/run-compiled.ts";
import { patientNode } from "../support/setup/compiled.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { startWorld } from "../support/world.ts";

const appDatabase = freshDatabase().uri;
const base64Key = () => randomBytes(32).toString("base64");
const closing: (() => unknown)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

/** Creates a valid configuration, with its own Slack, SendGrid and database. */
async function validConfiguration(grid?: GridInstall) {
  const [slack, sendgrid] = await Promise.all([startSlack({ grid }), startSendGrid()]);
  closing.push(
    () => slack.close(),
    () => sendgrid.close(),
  );
  slack.grant(neededScopes());
  const mia = slack.addPerson({ name: "Mia Chen", email: "mia@acme.io" });
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    MONGODB_URI: freshDatabase().uri,
    SENDGRID_API_KEY: sendgrid.apiKey,
    SENDGRID_API_URL: sendgrid.url,
    SENDGRID_WEBHOOK_PUBLIC_KEY: sendgrid.webhookPublicKey,
    MAIL_FROM: "Acme <iam@acme.io>",
    PUBLIC_URL: `http://127.0.0.1:${await freePort()}`,
    LINK_KEYS: `k1:${base64Key()}`,
    SECRET_KEYS: `s1:${base64Key()}`,
    AUDIT_KEY: base64Key(),
    METRICS_TOKEN: base64Key(),
    IAM_OWNERS: mia.id,
    ORGANISATION_NAME: "Acme",
    NODE_ENV: "development",
  };
  return { slack, sendgrid, mia, env };
}

/** Runs `npm run doctor` with only this environment. Expects it to print no secret. */
async function doctor(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: unknown; lines: string[] }> {
  const temporary = process.env.TMPDIR ? { TMPDIR: process.env.TMPDIR } : {};
  const run = await runCompiled("doctor/doctor.js", args, { ...env, ...patientNode, ...temporary });
  const output = run.stdout + run.stderr;
  for (const [name, value] of Object.entries(env))
    if (/TOKEN|SECRET|KEY|MONGODB_URI/.test(name) && value !== "") expect(output).not.toContain(value);
  return { code: run.code, lines: output.split("\n") };
}

const troubles = (lines: string[]) => lines.filter((line) => /^(fault|warning) /.test(line));
/** Runs a single check. */
async function findings(env: Record<string, string>, check: (config: ValidConfig) => Promise<Finding[]>) {
  const found = await check(readValidConfig(env));
  return found.map(({ level, about, says }) => `${level} ${about}: ${says}`);
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createServer(listener))}`;
}

async function listening(server: Server): Promise<number> {
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return listenLocally(server);
}

/** Reads or changes a database without the app's own code. */
async function inDatabase<T>(uri: string, act: (db: mongo.Db) => Promise<T>): Promise<T> {
  const client = new mongo.MongoClient(uri);
  try {
    return await act(client.db());
  } finally {
    await client.close();
  }
}

const world = await startWorld({ MONGODB_URI: appDatabase });

test("the doctor says what SECRET_KEYS lacks, and which keys are used twice", async () => {
  const secrets = (env: Record<string, string>) =>
    findings(env, (config) => checkSecrets(config, (name) => name in env));
  const [one, two] = [base64Key(), base64Key()];
  const about = async (env: Record<string, string>) =>
    (await secrets(env)).filter((finding) => /SECRET_KEYS/.test(finding));
  expect(await about({})).toEqual([
    expect.stringMatching(/^warning SECRET_KEYS: It is not set, so no webhook/),
  ]);
  expect(await about({ SECRET_KEYS: `s2:${two},s1:${one}` })).toEqual([
    'ok SECRET_KEYS: "s2" encrypts the secrets of webhooks. "s1" decrypt older ones until the app restarts and encrypts them with the first.',
  ]);
  expect(await about({ SECRET_KEYS: `s1:${one},s2:${one}` })).toEqual([
    expect.stringMatching(/^warning SECRET_KEYS: The key "s2" is the same as another one/),
  ]);
  expect(await about({ SECRET_KEYS: `s1:${one}`, LINK_KEYS: `k1:${one}` })).toEqual([
    expect.stringMatching(/^warning SECRET_KEYS: One of them is also a link key/),
  ]);
});

describe.concurrent("npm run doctor", () => {
  test("counts the webhooks whose key is missing", async () => {
    const { env } = await validConfiguration();
    await inDatabase(env.MONGODB_URI, (db) =>
      db.collection("webhookendpoints").insertOne({ secret: { keyId: "lost", box: "" } }),
    );
    const { lines } = await doctor(env);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^warning {2}SECRET_KEYS: Webhooks whose .* another value here: 1\. Nothing is sent/,
      ),
    );
  });

  test("finds no fault in a valid configuration, and writes nothing to any service", async () => {
    const { env, slack, sendgrid } = await validConfiguration();
    sendgrid.verifiedSenders.add("@acme.io");
    for (const scope of ["whitelabel.read", "sender_verification.read"]) sendgrid.scopes.add(scope);
    const { code, lines } = await doctor({ ...env, PUBLIC_URL: world.app.url });
    expect(code).toBe(0);
    expect(lines).toContain("ok       SLACK_BOT_TOKEN: It is @iam in Acme.");
    expect(lines).toContain(
      "ok       Slack installation: In one workspace, outside of any Enterprise Grid. Its full members count.",
    );
    expect(lines).toContain(
      `ok       Slack's scopes: The token has all ${neededScopes().length} that manifest.yml lists.`,
    );
    expect(lines).toContain(`ok       IAM_OWNERS: ${env.IAM_OWNERS} is Mia Chen.`);
    expect(lines).toContain("ok       MAIL_FROM: iam@acme.io is verified.");
    expect(lines).toContain("ok       Migrations: All are finished.");
    expect(lines).toContain(
      "ok       Audit log: It ends as it was sealed, after 0 events. npm run audit:verify checks each of them.",
    );
    expect(lines).toContain(`ok       PUBLIC_URL: The app answers at ${world.app.url}.`);
    expect(troubles(lines)).toEqual([
      expect.stringMatching(/^warning {2}SENDGRID_API_URL: This is not SendGrid's own address/),
      expect.stringMatching(
        /^warning {2}SENDGRID_API_KEY: This key may do more than send mail, such as whitelabel\.read/,
      ),
      expect.stringMatching(/^warning {2}PUBLIC_URL: It is not https/),
      expect.stringMatching(/^warning {2}NODE_ENV: It is development/),
    ]);
    expect(lines.at(-2)).toBe("0 faults, 4 warnings.");
    expect(new Set(slack.calls().map(({ method }) => method))).toEqual(new Set(["auth.test", "users.info"]));
    expect(sendgrid.mails).toEqual([]);
    expect(await inDatabase(env.MONGODB_URI, (db) => db.listCollections().toArray())).toEqual([]);
  });

  test("reports all faults at once, in the order of the checks", async () => {
    const { env } = await validConfiguration();
    const { code, lines } = await doctor({
      ...env,
      SLACK_BOT_TOKEN: "xoxb-wrong",
      MONGODB_URI: `mongodb://me:secret-word@127.0.0.1:${await freePort()}/iam`,
      SENDGRID_API_KEY: "SG.wrong",
      SENDGRID_WEBHOOK_PUBLIC_KEY: "AAAA",
      PUBLIC_URL: await serve(() => undefined),
      LINK_KEYS: `k1:${base64Key()},k1:${base64Key()}`,
      METRICS_TOKEN: "short-one",
    });
    expect(code).toBe(1);
    expect(lines.filter((line) => line.startsWith("fault"))).toEqual([
      expect.stringMatching(
        /SENDGRID_WEBHOOK_PUBLIC_KEY: It is not a public key\. Copy the Verification Key/,
      ),
      expect.stringMatching(/LINK_KEYS: It names the same key id twice/),
      expect.stringMatching(
        /SLACK_BOT_TOKEN: Slack refuses it \(invalid_auth\)\. Copy the Bot User OAuth Token/,
      ),
      expect.stringMatching(/MONGODB_URI: No MongoDB answered at MONGODB_URI within 5 seconds/),
      expect.stringMatching(/SENDGRID_API_KEY: SendGrid does not know this key .* EU region works only with/),
      expect.stringMatching(/PUBLIC_URL: http.* can't be reached: no answer came within 5 seconds/),
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/^warning {2}METRICS_TOKEN: It is shorter than 16/));
  });

  test("names each scope that is missing or not needed, each owner without rights, and clocks that differ", async () => {
    const { env, slack, mia } = await validConfiguration();
    const lacking = ["im:write", "files:read"];
    slack.grant([...neededScopes().filter((scope) => !lacking.includes(scope)), "team:read"]);
    slack.setClockAhead(120_000);
    const gone = slack.addPerson({ name: "Jonas Weber", deactivated: true });
    const guest = slack.addPerson({ name: "Sam Okoro", guest: true });
    const bot = slack.addPerson({ name: "Deploy Bot", bot: true });
    const stranger = slack.addPerson({ name: "Lee Ito", teamId: "T0THER" });
    const owners = [mia, gone, guest, bot, stranger].map(({ id }) => id);
    const { code, lines } = await doctor({ ...env, IAM_OWNERS: [...owners, "U0NOBODY"].join() });
    expect(code).toBe(1);
    const about = (word: string) => lines.filter((line) => line.includes(word));
    expect(about("Slack's scopes")).toEqual([
      expect.stringMatching(
        /^warning {2}Slack's scopes: The token lacks files:read, so \/iam import accepts pasted tables only, no files\. Add it/,
      ),
      expect.stringMatching(/^fault {4}Slack's scopes: The token lacks im:write\. Add it: your Slack app/),
      expect.stringMatching(
        /^warning {2}Slack's scopes: The token has team:read, which iam-bot does not need/,
      ),
    ]);
    expect(about("IAM_OWNERS")).toEqual([
      expect.stringMatching(/^ok .*Mia Chen/),
      expect.stringMatching(new RegExp(`^fault .*${gone.id}, .*, is deactivated, and so has no rights`)),
      expect.stringMatching(/^fault .*Sam Okoro, is a guest/),
      expect.stringMatching(/^fault .*Deploy Bot, is a bot/),
      expect.stringMatching(/^fault .*Lee Ito, is from another team/),
      expect.stringMatching(/^fault .*Slack finds nobody with the id U0NOBODY/),
    ]);
    expect(about("Clock compared with Slack")).toEqual([
      expect.stringMatching(/^fault .*This machine's clock is 1[12]\d seconds behind.*NTP/),
    ]);
  });

  test("says that the user in MONGODB_URI may only read, before the app finds out", async () => {
    const { env } = await validConfiguration();
    const uri = new URL(env.MONGODB_URI);
    const database = uri.pathname.slice(1);
    await inDatabase(env.MONGODB_URI, async (db) => {
      await db.command({ createUser: "reader", pwd: "secret", roles: ["read"] });
      await db.command({ createUser: "writer", pwd: "secret", roles: ["readWrite"] });
    });
    uri.password = "secret";
    uri.searchParams.set("authSource", database);
    const findings = async (username: string) => {
      uri.username = username;
      const { lines } = await doctor({ ...env, MONGODB_URI: String(uri) });
      return lines.filter((line) => line.includes("MONGODB_URI:"));
    };
    expect(await findings("reader")).toEqual([
      `fault    MONGODB_URI: MongoDB doesn't let the user in MONGODB_URI do what the app needs. Give it the role readWrite on the database ${database}, or correct the database in MONGODB_URI.`,
    ]);
    expect(await findings("writer")).toEqual([expect.stringMatching(/^ok {7}MONGODB_URI: MongoDB /)]);
    await inDatabase(env.MONGODB_URI, (db) => db.command({ dropAllUsersFromDatabase: 1 }));
  });

  test("says how many pending invites still use each older link key", async () => {
    const { env } = await validConfiguration();
    await inDatabase(env.MONGODB_URI, (db) =>
      db.collection("invites").insertMany([
        { status: "pending", keyId: "old", email: "ada@acme.io" },
        { status: "accepted", keyId: "older", email: "ben@acme.io" },
      ]),
    );
    const others = `old:${base64Key()},older:${base64Key()}`;
    const { lines } = await doctor({ ...env, LINK_KEYS: `${env.LINK_KEYS},${others}` });
    expect(lines).toContain(
      'ok       LINK_KEYS: Pending invites whose link was signed with "old": 1. Keep this key until there are none.',
    );
    expect(lines).toContain(
      'ok       LINK_KEYS: No pending invite uses the key "older". If it is an old one, it can be removed.',
    );
  });

  test("names duplicates that prevent a unique index, and invites whose key is missing", async () => {
    const { env } = await validConfiguration();
    await inDatabase(env.MONGODB_URI, async (db) => {
      await db.collection("users").insertMany([{ email: "eve@acme.io" }, { email: "eve@acme.io" }]);
      await db.collection("invites").insertOne({ status: "pending", keyId: "old", email: "ada@acme.io" });
    });
    const { code, lines } = await doctor(env);
    expect(code).toBe(1);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^fault {4}Indexes: one_user_per_address can't be built, because users has duplicates: eve@acme\.io \(2 times\)\. Remove/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^warning {2}LINK_KEYS: Pending invites whose link was signed with a key that is missing here: 1\. Those/,
      ),
    );
  });

  test("says whether sealing the audit log can continue, and since when events have waited", async () => {
    const { env } = await validConfiguration();
    const about = async (changed = {}) =>
      (await doctor({ ...env, ...changed })).lines.filter((line) => line.includes("Audit log:"));
    await inDatabase(env.MONGODB_URI, (db) => db.collection("auditevents").insertOne({ at: new Date() }));
    expect(await about()).toEqual([
      expect.stringMatching(
        /^fault {4}Audit log: The audit log was not begun with this AUDIT_KEY.*audit:begin/,
      ),
    ]);
    await inDatabase(env.MONGODB_URI, (db) => db.collection("auditevents").drop());
    const seal = sealOfEnd(Buffer.from(env.AUDIT_KEY, "base64"), emptyLog);
    await inDatabase(env.MONGODB_URI, (db) =>
      db
        .collection<{ _id: string; sequence: number; seal: string }>("auditheads")
        .insertOne({ _id: "head", ...emptyLog, seal }),
    );
    const at = new Date("2026-03-03T12:00:00Z");
    await inDatabase(env.MONGODB_URI, (db) => db.collection("auditevents").insertOne({ at }));
    expect(await about()).toEqual([
      expect.stringMatching(
        /^warning {2}Audit log: Events have been waiting to be sealed since 2026-03-03T12:00:00\.000Z\. The app seals them/,
      ),
    ]);
    expect(await about({ AUDIT_KEY: base64Key() })).toEqual([
      expect.stringMatching(
        /^fault {4}Audit log: The audit log does not end as it was sealed, or AUDIT_KEY is/,
      ),
    ]);
    expect(await about({ AUDIT_KEY: "" })).toEqual([]);
  });

  test("names each migration that has something left to do, and how far it is", async () => {
    const { env } = await validConfiguration();
    await writeOldDatabase(env.MONGODB_URI);
    const about = async () => (await doctor(env)).lines.filter((line) => line.includes("Migrations:"));
    expect(await about()).toEqual([
      expect.stringMatching(
        /^warning {2}Migrations: 001-pause-codes is not finished: 0 of about 6 documents/,
      ),
      expect.stringMatching(
        /^warning {2}Migrations: 002-invite-delivery-codes is not finished: 0 of about 26 /,
      ),
      expect.stringMatching(/^warning {2}Migrations: 003-test-mail-delivery-codes is not finished: 0 of /),
      expect.stringMatching(/^warning {2}Migrations: 004-user-search-terms is not finished: 0 of about 6 /),
      expect.stringMatching(
        /^warning {2}Migrations: 005-invite-search-terms is not finished: 0 of about 26 /,
      ),
      expect.stringMatching(/^warning {2}Migrations: 008-invite-handlers is not finished: 0 of about 26 /),
    ]);
    await inDatabase(env.MONGODB_URI, async (db) => {
      const states = db.collection<{ _id: string; passed: number; found: number; doneAt?: Date }>(
        "migrations",
      );
      for (const _id of [
        "001-pause-codes",
        "004-user-search-terms",
        "005-invite-search-terms",
        "008-invite-handlers",
      ])
        await states.insertOne({ _id, passed: 0, found: 0, doneAt: new Date() });
      await states.insertOne({ _id: "002-invite-delivery-codes", passed: 20, found: 20 });
      await db.collection("testmails").deleteMany({});
    });
    expect(await about()).toEqual([
      expect.stringMatching(
        /^warning {2}Migrations: 002-invite-delivery-codes is not finished: 20 of about 26 /,
      ),
    ]);
  });

  test("names the migrations after a change of installation, if Slack says where the app is installed", async () => {
    const { env, slack } = await validConfiguration("organisation");
    const about = async () => (await doctor(env)).lines.filter((line) => line.includes("Migrations:"));
    const none = ["ok       Migrations: All are finished."];
    await inDatabase(env.MONGODB_URI, async (db) => {
      // From before the app was installed in the whole organisation.
      await db.collection("users").insertOne({ email: "eve@acme.io", slack: { teamId: "T0ACME" } });
      await db
        .collection<{ _id: string; doneAt: Date }>("migrations")
        .insertMany(migrations.map(({ id }) => ({ _id: id, doneAt: new Date() })));
    });
    expect(await about()).toEqual([
      expect.stringMatching(
        /^warning {2}Migrations: 009-user-accounts is not finished: 0 of about 1 documents\. Keeps accounts/,
      ),
    ]);
    slack.next("auth.test", { error: "invalid_auth" }, 9);
    expect(await about()).toEqual(none);
  });

  test("names what a migration leaves unchanged, since two would become the same", async () => {
    const { env } = await validConfiguration();
    await writeOldNames(env.MONGODB_URI);
    await inDatabase(env.MONGODB_URI, async (db) => {
      const states = db.collection<{ _id: string; passed: number; found: number; doneAt?: Date }>(
        "migrations",
      );
      await states.insertMany(
        migrations.map(({ id }) => ({ _id: id, passed: 0, found: 0, doneAt: new Date() })),
      );
    });
    const { lines } = await doctor(env);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^warning {2}Migrations: 006-group-names left these unchanged: .*Straße.*Rename or/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^warning {2}Migrations: 007-canonical-emails left these unchanged: .*zoe@münchen\.de/,
      ),
    );
  });

  test("names a different index under an expected name, what to drop, and duplicates that then remain", async () => {
    const { env } = await validConfiguration();
    await inDatabase(env.MONGODB_URI, async (db) => {
      await db.collection("users").insertMany([{ email: "eve@acme.io" }, { email: "eve@acme.io" }]);
      await db.collection("users").createIndex({ email: 1 }, { name: "one_user_per_address" });
    });
    const { code, lines } = await doctor(env);
    expect(code).toBe(1);
    expect(lines.filter((line) => line.includes("Indexes"))).toEqual([
      'fault    Indexes: The index one_user_per_address of users is not what the app needs: it is not unique. Drop it, in mongosh: db.users.dropIndex("one_user_per_address"). The app builds the right one when it starts.',
      "fault    Indexes: one_user_per_address can't be built, because users has duplicates: eve@acme.io (2 times). Remove all but one of each.",
    ]);
  });

  test("knows every index that the app builds", async () => {
    const { env } = await validConfiguration();
    const { lines } = await doctor({ ...env, MONGODB_URI: appDatabase });
    const built = await inDatabase(appDatabase, async (db) => {
      const collections = await db.collections();
      const indexes = await Promise.all(collections.map((collection) => collection.indexes()));
      return indexes.flat().filter(({ name }) => name !== "_id_").length;
    });
    expect(lines).toContain(`ok       Indexes: All ${built} are there.`);
    await inDatabase(appDatabase, (db) =>
      db.collection("invites").createIndex({ createdAt: 1 }, { expireAfterSeconds: 3_600, name: "tidy" }),
    );
    const after = await doctor({ ...env, MONGODB_URI: appDatabase });
    expect(after.lines.filter((line) => line.includes("Indexes"))).toEqual([
      `ok       Indexes: All ${built} are there.`,
      `warning  Indexes: The index tidy of invites is not the app's, and it removes documents after 3600 seconds. Unless a newer version made it, drop it, in mongosh: db.invites.dropIndex("tidy").`,
    ]);
    await inDatabase(appDatabase, (db) => db.collection("invites").dropIndex("tidy"));
  });

  test("says what SendGrid refuses: the sender, the key or the account", async () => {
    const [stranger, unchecked, powerless, overdrawn] = await Promise.all([
      validConfiguration(),
      validConfiguration(),
      validConfiguration(),
      validConfiguration(),
    ]);
    stranger.sendgrid.verifiedSenders.add("@other.example");
    powerless.sendgrid.scopes.delete("mail.send");
    overdrawn.sendgrid.next({ status: 401, message: "Maximum credits exceeded" });
    const said = await Promise.all(
      [stranger, unchecked, powerless, overdrawn].map(({ env }) => findings(env, checkSendGrid)),
    );
    expect(said).toEqual([
      expect.arrayContaining([
        expect.stringMatching(/^fault MAIL_FROM: SendGrid does not let iam@acme\.io send\. Verify/),
      ]),
      expect.arrayContaining([
        "ok SENDGRID_API_KEY: It may send mail, and nothing else.",
        expect.stringMatching(/^warning MAIL_FROM: .* this key may not read which senders are verified/),
      ]),
      expect.arrayContaining([expect.stringMatching(/^fault SENDGRID_API_KEY: This key may not send mail/)]),
      expect.arrayContaining([
        expect.stringMatching(/^fault MAIL_FROM: .* sandbox mode \(401\): Maximum credits exceeded/),
      ]),
    ]);
  });

  test("tells apart an app that is not running, another server in its place, and an address that does not exist", async () => {
    const { env } = await validConfiguration();
    const other = await serve((_request, response) => response.end("It works!"));
    const onward = await serve((_request, response) => response.writeHead(301, { location: other }).end());
    const gateway = await serve((_request, response) => response.writeHead(502).end());
    const plain = other.replace("http:", "https:");
    const doubtful = `https://127.0.0.1:${await listening(createSecureServer(selfSignedCertificate()))}`;
    const addresses = [env.PUBLIC_URL, other, onward, gateway, plain, doubtful];
    const said = await Promise.all(
      addresses.map((url) => findings({ ...env, PUBLIC_URL: url }, checkPublicAddress)),
    );
    expect(said.map(([line]) => line)).toEqual([
      expect.stringMatching(/^warning .*Nothing answers at .*refused.*start it and run the doctor again/),
      expect.stringMatching(/^fault .*Another server answers/),
      expect.stringMatching(/^fault .*It redirects to http/),
      expect.stringMatching(/^warning .*A proxy answers at .*but not the app \(502\)/),
      expect.stringMatching(/^fault .*https.* can't be reached: it does not speak https/),
      expect.stringMatching(/^fault .*its certificate is not valid \(DEPTH_ZERO_SELF_SIGNED_CERT\)/),
    ]);
    expect(said.at(-1)).toContainEqual(expect.stringMatching(/^warning TRUST_PROXY: It is 0, but https/));
  });

  test.each([
    [
      "workspace",
      /^ok Slack installation: In one workspace of an Enterprise Grid\. Full members of this/,
      /^fault IAM_OWNERS: .*Lea Labs, is in your organisation, but not in this workspace/,
    ],
    [
      "organisation",
      /^ok Slack installation: In a whole Enterprise Grid organisation\./,
      /^ok IAM_OWNERS: .* is Lea Labs\./,
    ],
  ] as const)(
    "in a Grid, installed in a %s, says so, and whether each owner counts",
    async (grid, line, other) => {
      const { env } = await validConfiguration();
      const slack = await startSlack({ grid });
      closing.push(() => slack.close());
      const both = slack.addPerson({ name: "Ben Both", workspaces: ["Acme Labs", "Acme"] });
      const labs = slack.addPerson({ name: "Lea Labs", workspaces: ["Acme Labs"] });
      const outside = slack.addPerson({ name: "Olga Outside", teamId: "T0GLOBEX", stranger: false });
      const inGrid = {
        ...env,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_API_URL: slack.apiUrl,
        IAM_OWNERS: [both, labs, outside].map(({ id }) => id).join(),
      };
      const found = await findings(inGrid, checkSlack);
      expect(found).toContainEqual(expect.stringMatching(line));
      expect(found.filter((each) => each.includes("IAM_OWNERS"))).toEqual([
        `ok IAM_OWNERS: ${both.id} is Ben Both.`,
        expect.stringMatching(other),
        expect.stringMatching(/^fault IAM_OWNERS: .*Olga Outside, is from another team/),
      ]);
    },
  );

  test("names a token that expires, and what to do about token rotation", async () => {
    const { env, slack } = await validConfiguration();
    slack.expireToken(41_400);
    expect(await findings(env, checkSlack)).toContainEqual(
      expect.stringMatching(
        /^fault SLACK_BOT_TOKEN: It expires at \d{4}-\d\d-\d\d \d\d:\d\d UTC, in 12 hours: somebody switched on token rotation/,
      ),
    );
    slack.expireToken(50);
    expect(await findings(env, checkSlack)).toContainEqual(expect.stringMatching(/ UTC, in 1 minute: /));
  });

  test("asks Slack about every screen if told to, and accepts no other argument", async () => {
    const { env, slack } = await validConfiguration();
    const { code, lines } = await doctor(env, "--screens");
    expect(code).toBe(0);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ok {7}Screen pendingView: Slack accepts it in all /),
    );
    expect(lines.at(-4)).toMatch(/^ok {7}Screens: Slack accepts all \d+, at their limits\.$/);
    expect(slack.calls("blocks.validate").length).toBeGreaterThan(100);
    const wrong = await doctor(env, "--screen");
    expect(wrong.code).toBe(1);
    const usage = /^Without arguments, checks the configuration\. --screens also asks/;
    expect(wrong.lines.join()).toMatch(
      /^Unknown option '--screen'\. Without arguments, checks the configuration/,
    );
    const help = await doctor(env, "--help");
    expect(help.code).toBe(0);
    expect(help.lines.join()).toMatch(usage);
  });

  test("checks the app token of Socket Mode", async () => {
    const { env, slack } = await validConfiguration();
    const socket = { ...env, SLACK_SIGNING_SECRET: "", SLACK_APP_TOKEN: slack.appToken };
    const [good, bad] = await Promise.all([
      findings(socket, checkTransport),
      findings({ ...socket, SLACK_APP_TOKEN: "xapp-wrong" }, checkTransport),
    ]);
    expect(good).toEqual(["ok SLACK_APP_TOKEN: Slack accepts it."]);
    expect(bad).toEqual([
      expect.stringMatching(/^fault SLACK_APP_TOKEN: Slack refuses it \(invalid_auth\)\. Create one/),
    ]);
  });
});
