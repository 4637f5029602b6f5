import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../src/config/config.ts";

const key = (bytes: number) => randomBytes(bytes).toString("base64");

/** The minimum for a start in production. */
const minimum = {
  SLACK_BOT_TOKEN: "xoxb-1-secret",
  SLACK_SIGNING_SECRET: "signing-secret",
  MONGODB_URI: "mongodb://me:secret@mongo.example.com/iam?replicaSet=rs0",
  SENDGRID_API_KEY: "SG.secret",
  MAIL_FROM: "Acme <iam@acme.io>",
  PUBLIC_URL: "https://iam.acme.io/",
  LINK_KEYS: `k1:${key(32)}`,
  ORGANISATION_NAME: "Acme",
};

function faultsOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig({ ...minimum, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe("an optional variable", () => {
  test("has these defaults", () => {
    const { LINK_KEYS, ...config } = readConfig(minimum);
    expect(LINK_KEYS.map(({ id }) => id)).toEqual(["k1"]);
    expect(config).toEqual({
      ...minimum,
      LINK_KEYS: undefined,
      MAIL_FROM: { name: "Acme", email: "iam@acme.io" },
      PUBLIC_URL: "https://iam.acme.io",
      IAM_OWNERS: [],
      ALLOWED_EMAIL_DOMAINS: [],
      DEFAULT_LANGUAGE: "en",
      INVITE_EXPIRY_DAYS: 7,
      INVITE_UNDO_SECONDS: 20,
      INVITE_LIMIT_PER_ADMIN: 200,
      INVITE_LIMIT_TOTAL: 2000,
      INVITE_LIMIT_PER_ADDRESS: 5,
      IMPORT_LIMIT: 10_000,
      API_REQUESTS_PER_MINUTE: 600,
      REQUEST_LAPSE_DAYS: 7,
      ADMIN_APPROVALS: 1,
      REMINDERS: true,
      EXPIRY_NOTICES: true,
      OUTBOX_CONCURRENCY: 10,
      OUTBOX_LEASE_SECONDS: 60,
      WEBHOOK_ALLOWED_NETWORKS: [],
      TIME_ZONE: "UTC",
      PORT: 3000,
      LOG_LEVEL: "info",
      TRUST_PROXY: 0,
      NODE_ENV: "production",
    });
  });

  test("counts as unset when it is empty or blank", () => {
    const blank = { INVITE_EXPIRY_DAYS: "", REMINDERS: "  ", NODE_ENV: "", AUDIT_KEY: "", HOST: "" };
    expect(readConfig({ ...minimum, ...blank })).toEqual(readConfig(minimum));
    expect(faultsOf({ SENDGRID_API_KEY: " " })).toEqual([
      "SENDGRID_API_KEY is missing. Make a key with the Mail Send permission in SendGrid: Settings > API Keys",
    ]);
  });

  test("can be the signing secret, when an app token switches to Socket Mode", () => {
    const { SLACK_SIGNING_SECRET: _, ...rest } = minimum;
    expect(readConfig({ ...rest, SLACK_APP_TOKEN: "xapp-1-secret" }).SLACK_APP_TOKEN).toBe("xapp-1-secret");
    expect(faultsOf({ SLACK_SIGNING_SECRET: "" })).toEqual([
      expect.stringMatching(/^SLACK_SIGNING_SECRET is missing\. Copy the Signing Secret/),
    ]);
  });
});

describe("a variable that is set", () => {
  test("is read in the units its name says", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const config = readConfig({
      ...minimum,
      SLACK_API_URL: "https://slack.example.com/api",
      SENDGRID_API_URL: "https://api.eu.sendgrid.com/",
      SENDGRID_WEBHOOK_PUBLIC_KEY: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
      MAIL_FROM: "iam@acme.io",
      MAIL_REPLY_TO: "Access Team <access@acme.io>",
      IAM_OWNERS: " U012AB3CD, W98ZY76XW ,U012AB3CD",
      ALLOWED_EMAIL_DOMAINS: "Acme.com, acme.io",
      DEFAULT_LANGUAGE: "pt",
      INVITE_EXPIRY_DAYS: "14",
      INVITE_UNDO_SECONDS: "0",
      EXPIRY_NOTICES: "off",
      AUDIT_KEY: key(32),
      PORT: "8080",
      TRUST_PROXY: "1",
    });
    expect(config).toMatchObject({
      SLACK_API_URL: "https://slack.example.com/api/",
      SENDGRID_API_URL: "https://api.eu.sendgrid.com",
      SENDGRID_WEBHOOK_PUBLIC_KEY: { asymmetricKeyType: "ec" },
      MAIL_FROM: { name: "", email: "iam@acme.io" },
      MAIL_REPLY_TO: { name: "Access Team", email: "access@acme.io" },
      IAM_OWNERS: ["U012AB3CD", "W98ZY76XW"],
      ALLOWED_EMAIL_DOMAINS: ["acme.com", "acme.io"],
      DEFAULT_LANGUAGE: "pt-BR",
      INVITE_EXPIRY_DAYS: 14,
      INVITE_UNDO_SECONDS: 0,
      EXPIRY_NOTICES: false,
      AUDIT_KEY: { length: 32 },
      PORT: 8080,
      TRUST_PROXY: 1,
    });
  });

  test("can hold several link keys: the first signs, all verify", () => {
    const [first, second] = [randomBytes(32), randomBytes(48)];
    const LINK_KEYS = `new:${first.toString("base64")}, old:${second.toString("base64url")}`;
    const [signing, ...others] = readConfig({ ...minimum, LINK_KEYS }).LINK_KEYS;
    expect(signing).toEqual({ id: "new", secret: first });
    expect(others).toEqual([{ id: "old", secret: second }]);
  });

  test("can hold several secret keys: the first encrypts, all decrypt", () => {
    const SECRET_KEYS = `new:${key(32)},old:${key(32)}`;
    expect(readConfig({ ...minimum, SECRET_KEYS }).SECRET_KEYS?.map(({ id }) => id)).toEqual(["new", "old"]);
  });

  test("can name networks of both families", () => {
    const WEBHOOK_ALLOWED_NETWORKS = "10.1.0.0/16, 192.168.7.9/32, fd12:3456::/32";
    const networks = readConfig({ ...minimum, WEBHOOK_ALLOWED_NETWORKS }).WEBHOOK_ALLOWED_NETWORKS;
    expect(networks.map(([address, bits]) => `${address}/${bits}`)).toEqual([
      "10.1.0.0/16",
      "192.168.7.9/32",
      "fd12:3456::/32",
    ]);
  });

  test("is a sender however mail programs write one", () => {
    for (const [written, name] of [
      ['"Acme, Inc."', "Acme, Inc."],
      ['The "Acme"', 'The "Acme"'],
      ["Acme", "Acme"],
    ]) {
      const { MAIL_FROM } = readConfig({ ...minimum, MAIL_FROM: `${written} <iam@acme.io>` });
      expect(MAIL_FROM).toEqual({ name, email: "iam@acme.io" });
    }
  });

  test("is our address as browsers write it; where people continue stays as it was written", () => {
    const { PUBLIC_URL } = readConfig({ ...minimum, PUBLIC_URL: "HTTPS://IAM.Bücher.example:443/in//" });
    expect(PUBLIC_URL).toBe("https://iam.xn--bcher-kva.example/in");
    for (const AFTER_ACCEPT_URL of [
      "https://start.acme.io/hello/",
      "https://acme.io/?next=/",
      "https://acme.io/#/",
    ])
      expect(readConfig({ ...minimum, AFTER_ACCEPT_URL })).toMatchObject({ AFTER_ACCEPT_URL });
  });

  test.each(["http://127.0.0.1:3000", "HTTP://127.0.0.1:3000"])(
    "may be an http address outside production only: %s",
    (PUBLIC_URL) => {
      expect(faultsOf({ PUBLIC_URL })).toEqual(["PUBLIC_URL must start with https:// in production"]);
      expect(faultsOf({ PUBLIC_URL, NODE_ENV: "development" })).toEqual([]);
    },
  );
});

const short = key(16);
const otherCurve = generateKeyPairSync("ec", { namedCurve: "secp384r1" })
  .publicKey.export({ format: "der", type: "spki" })
  .toString("base64");
const twice = `k1:${key(32)}`;
test.each([
  ["SLACK_BOT_TOKEN", "xoxp-1-x", "must be a bot token: it starts with xoxb-"],
  ...["a\nxapp-b", "a b", "a…"].flatMap((rest) => [
    ["SLACK_BOT_TOKEN", `xoxb-${rest}`, "must be ASCII without spaces or line breaks. Copy it again"],
    ["SLACK_APP_TOKEN", `xapp-${rest}`, "must be ASCII without spaces or line breaks. Copy it again"],
    ["SENDGRID_API_KEY", `SG.${rest}`, "must be ASCII without spaces or line breaks. Copy it again"],
  ]),
  ["SLACK_APP_TOKEN", "xoxb-2-x", "must be an app-level token: it starts with xapp-"],
  ["SLACK_API_URL", "slack", "must be a web address, such as https://iam.example.com"],
  ["MONGODB_URI", "mongo.example.com/iam", "must start with mongodb:// or mongodb+srv://"],
  ["MONGODB_URI", "mongodb://me:p@ss@mongo.example.com/iam", "can't be read. Compare it with"],
  ["MONGODB_URI", "mongodb://mongo.example.com:port/iam", "can't be read. Compare it with"],
  ...["my%20iam", "my.iam", "a".repeat(64), "config", "local"].map((name) => [
    "MONGODB_URI",
    `mongodb://mongo.example.com/${name}?replicaSet=rs0`,
    "must name a database that MongoDB lets the app have",
  ]),
  ["SENDGRID_API_KEY", "secret", "must be a SendGrid key: it starts with SG."],
  ["SENDGRID_API_URL", "ftp://sendgrid", "must be a web address, such as https://iam.example.com"],
  ["SENDGRID_WEBHOOK_PUBLIC_KEY", otherCurve, "must be the elliptic-curve key (P-256) that SendGrid shows"],
  ["SENDGRID_WEBHOOK_PUBLIC_KEY", "AAAA", "is not a public key. Copy the Verification Key"],
  ["MAIL_FROM", "nobody", "must be an email address, or a name and an address: Acme <iam@example.com>"],
  ["MAIL_REPLY_TO", "Acme <acme>", "must be an email address, or a name and an address"],
  ["PUBLIC_URL", "iam.acme.io", "must be a web address, such as https://iam.example.com"],
  ["PUBLIC_URL", "https://iam.acme.io/?from=mail", "must end before any ? or #"],
  ["PUBLIC_URL", "https://iam.acme.io/#top", "must end before any ? or #"],
  ["PUBLIC_URL", "https://mia:secret@iam.acme.io", "must not contain a user name or password"],
  ["PUBLIC_URL", "https://mia@iam.acme.io/in", "must not contain a user name or password"],
  ...["in vite", "*", ":in", "{in}", '"><b>', "in(x)"].map((path) => [
    "PUBLIC_URL",
    `https://iam.acme.io/${path}`,
    "may have a path of letters, digits and - . _ ~ only",
  ]),
  ["LINK_KEYS", `k1:${short}`, "must be a comma-separated list of id:base64, each key 32 bytes or longer"],
  ["LINK_KEYS", `${twice},${twice}`, "names the same key id twice"],
  ["LINK_KEYS", ",", "must be a comma-separated list of id:base64"],
  ["IAM_OWNERS", "U012AB3CD,@mia", "must be Slack user ids, such as U012AB3CD"],
  ["ORGANISATION_NAME", "Acme\nBcc: x", "must be one line of at most 100 characters"],
  ...["Ac\u202eme", "\u2066Acme", "\u202aAcme\u202c"].map((name) => [
    "ORGANISATION_NAME",
    name,
    "must not contain characters that change the direction of text, such as U+202E",
  ]),
  ...["\u200b", "\u2060\ufeff", "\u3164"].map((name) => [
    "ORGANISATION_NAME",
    name,
    "must contain a visible character",
  ]),
  ["AFTER_ACCEPT_TEXT", "\u2067Welcome", "must not contain characters that change the direction of text"],
  ...["Ac\u0000me", "Ac\u202eme", "Ac\u2028me", "Ac\tme"].map((name) => [
    "MAIL_FROM",
    `${name} <iam@acme.io>`,
    "must be an email address, or a name and an address",
  ]),
  ["ALLOWED_EMAIL_DOMAINS", "@acme.io", "must be domains, such as acme.com,acme.io"],
  ["ALLOWED_EMAIL_DOMAINS", " , ", "must be domains, such as acme.com,acme.io"],
  ["AFTER_ACCEPT_URL", "javascript:alert(1)", "must be a web address"],
  ["AFTER_ACCEPT_TEXT", "x".repeat(201), "must be one line of at most 200 characters"],
  ["AFTER_ACCEPT_TEXT", "Welcome.\nNext:", "must be one line of at most 200 characters"],
  [
    "DEFAULT_LANGUAGE",
    "tlh",
    "must be a language that iam-bot has: en, de, fr, es, es-419, pt-BR, it, pl, ja, ko, zh-Hans, zh-Hant, ar, he",
  ],
  ["INVITE_EXPIRY_DAYS", "2", "must be one of 1, 3, 7, 14, 30"],
  ["INVITE_UNDO_SECONDS", "-1", "must be a whole number from 0 to 3600"],
  ["INVITE_LIMIT_PER_ADMIN", "0", "must be a whole number from 1 to 1000000"],
  ["INVITE_LIMIT_TOTAL", "1e3", "must be a whole number from 1 to 1000000"],
  ["INVITE_LIMIT_PER_ADDRESS", "5.5", "must be a whole number from 1 to 1000"],
  ["API_REQUESTS_PER_MINUTE", "0", "must be a whole number from 1 to 1000000"],
  ["REMINDERS", "yes", "must be on or off"],
  ["EXPIRY_NOTICES", "true", "must be on or off"],
  ["OUTBOX_CONCURRENCY", "many", "must be a whole number from 1 to 1000"],
  ["OUTBOX_LEASE_SECONDS", "3", "must be a whole number from 4 to 3600"],
  ["AUDIT_KEY", short, "must be base64 of 32 bytes or more. Make one with: openssl rand -base64 32"],
  ["SECRET_KEYS", `k1:${short}`, "must be a comma-separated list of id:base64, each key 32 bytes or longer"],
  ...["10.0.0.0", "10/8", "10.0.0.0/33", "fd00::/129", "10.0.0.0/8/8", "10.0.0.0/", "acme.internal/8"].map(
    (network) => [
      "WEBHOOK_ALLOWED_NETWORKS",
      network,
      "must be networks as address/bits, such as 10.1.0.0/16,fd12:3456::/32",
    ],
  ),
  ["METRICS_TOKEN", "größer", "must be ASCII without spaces. Make one with: openssl rand -hex 24"],
  ["METRICS_TOKEN", "two words", "must be ASCII without spaces"],
  ["PORT", "65536", "must be a whole number from 0 to 65535"],
  ["LOG_LEVEL", "verbose", "must be trace, debug, info, warn, error or silent"],
  ["TRUST_PROXY", "true", "must be a whole number from 0 to 100"],
])("a fault in %s is named with what to do, and without the value", (name, value, sentence) => {
  const faults = faultsOf({ [name]: value });
  expect(faults).toEqual([expect.stringContaining(`${name} ${sentence}`)]);
  if (value.length > 3) expect(faults.join()).not.toContain(value);
});

test("every fault is reported at once, including those across variables", () => {
  const faults = faultsOf({
    SLACK_BOT_TOKEN: undefined,
    SLACK_SIGNING_SECRET: undefined,
    PUBLIC_URL: "http://iam.acme.io",
    PORT: "no",
  });
  expect(faults.map((fault) => fault.split(" ")[0]).sort()).toEqual([
    "PORT",
    "PUBLIC_URL",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
  ]);
});

test("docs/configuration.md names every variable, and no other", () => {
  const table = [...readFileSync("docs/configuration.md", "utf8").matchAll(/^\| `([A-Z_]+)` \|/gm)];
  const schema = [...readFileSync("src/config/config.ts", "utf8").matchAll(/^ {2}([A-Z_]+):/gm)];
  const names = (found: RegExpExecArray[]) => found.map(([, name]) => name).sort();
  expect(names(table)).toEqual(names(schema));
});
