import { createPublicKey } from "node:crypto";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { mongo } from "mongoose";
import * as z from "zod";
import { languageCodes } from "../locales/languages.ts";
import { matchLanguage } from "../locales/match-language.ts";
import { isTimeZone } from "../services/local-time.ts";
import { inLines, turnsDirection } from "../services/one-line.ts";

/** The environment variables of a process. */
export type Environment = Record<string, string | undefined>;

/** Leaves out variables that are empty: they count as unset. */
export function nonEmpty(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
}

export const list = (value: string) =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

export const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be a whole number from ${least} to ${most}`);

/** Text without line breaks or control characters. */
const LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;

/** A line that people read. */
export const oneLine = (most: number) =>
  z
    .string()
    .refine((text) => LINE.test(text) && [...text].length <= most, {
      error: `must be one line of at most ${most} characters`,
      abort: true,
    })
    .refine((text) => !turnsDirection(text), {
      error: "must not contain characters that change the direction of text, such as U+202E",
      abort: true,
    })
    .refine((text) => inLines(text) !== "", "must contain a visible character");

export const onOff = z
  .enum(["on", "off"], { error: "must be on or off" })
  .transform((value) => value === "on");

export const webAddress = z.url({
  protocol: /^https?$/,
  error: "must be a web address, such as https://iam.example.com",
});

/** An address that paths are appended to, as browsers write it. */
export const baseAddress = webAddress
  .transform((url) => new URL(url).href.replace(/\/+$/, ""))
  .refine((url) => !/[?#]/.test(url), { error: "must end before any ? or #", abort: true })
  // It goes into emails.
  .refine((url) => !/^https?:\/\/[^/]*@/.test(url), {
    error: "must not contain a user name or password",
    abort: true,
  })
  // Our routes start with its path, where other characters can have a meaning.
  .refine(
    (url) => /^https?:\/\/[^/]+[\w./~-]*$/.test(url),
    "may have a path of letters, digits and - . _ ~ only",
  );

/** Returns the database that an address names, or else the default one; null if the driver can't parse the address. */
function databaseIn(uri: string): string | null {
  try {
    // Does not connect.
    return new mongo.MongoClient(uri).options.dbName;
  } catch {
    return null;
  }
}

/** Tells whether MongoDB accepts a database's name, and transactions in it. */
const isUsableDatabase = (name: string) =>
  !/[/\\. "$]/.test(name) && Buffer.byteLength(name) < 64 && name !== "config" && name !== "local";

/** TIME_ZONE. `npm run decide` reads it too. */
export const zone = z
  .string()
  .refine(isTimeZone, "must be a time zone's name, such as Europe/Berlin or America/Santiago")
  .default("UTC");

/** DEFAULT_LANGUAGE: one that we have, by its code or another tag for it. */
export const language = z
  .string()
  .transform((tag) => matchLanguage(tag))
  .refine((code) => code !== undefined, `must be a language that iam-bot has: ${languageCodes.join(", ")}`)
  .transform((code) => code ?? z.NEVER);

/** MONGODB_URI. The commands in `src/cli` read it too. */
export const mongodbUri = z
  .string("is missing. Name your replica set, such as mongodb://mongo.example.com/iam?replicaSet=rs0")
  .regex(/^mongodb(\+srv)?:\/\//, { error: "must start with mongodb:// or mongodb+srv://", abort: true })
  .refine((uri) => databaseIn(uri) !== null, {
    error:
      "can't be read. Compare it with mongodb://user:password@host1,host2/iam?replicaSet=rs0, and write @ : / ? # % in a password as %40 %3A %2F %3F %23 %25",
    abort: true,
  })
  .refine(
    (uri) => isUsableDatabase(databaseIn(uri) ?? ""),
    'must name a database that MongoDB lets the app have: a name of at most 63 bytes without / \\ . " $ or spaces, not config or local',
  );

const mailAddress = z.email("must be an email address, such as iam@example.com");

/** Accepts `Name <address>` or a bare address. */
export const sender = z
  .string()
  .transform(
    (text) => /^(?:(?<name>[^<>\r\n]*?)\s*<(?<inside>[^<>\s]+)>|(?<bare>[^<>\s]+))$/.exec(text)?.groups,
  )
  .transform((parts) => ({
    name: parts?.name?.replace(/^"(.*)"$/, "$1") ?? "",
    email: parts?.inside ?? parts?.bare ?? "",
  }))
  .refine(
    ({ name, email }) => mailAddress.safeParse(email).success && LINE.test(name) && !turnsDirection(name),
    "must be an email address, or a name and an address: Acme <iam@example.com>",
  );

const keyBytes = (text: string) => Buffer.from(text, "base64");
const isKey = (text: string) => /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && keyBytes(text).length >= 32;

/** LINK_KEYS and SECRET_KEYS: keys with ids. The first signs or encrypts, all of them verify or decrypt. */
export const namedKeys = z
  .string()
  .transform(list)
  .refine(
    (keys) =>
      keys.length > 0 &&
      keys.every((key) => /^[\w.-]{1,64}:/.test(key) && isKey(key.slice(key.indexOf(":") + 1))),
    'must be a comma-separated list of id:base64, each key 32 bytes or longer. Make one with: echo "k1:$(openssl rand -base64 32)"',
  )
  .transform((keys) =>
    keys.map((key) => ({
      id: key.slice(0, key.indexOf(":")),
      secret: keyBytes(key.slice(key.indexOf(":") + 1)),
    })),
  )
  .refine((keys) => new Set(keys.map((key) => key.id)).size === keys.length, "names the same key id twice")
  .transform(([signing, ...others]) => (signing ? ([signing, ...others] as const) : z.NEVER));

export const webhookKey = z
  .string()
  .transform((text, context) => {
    try {
      return createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
    } catch {
      context.addIssue({
        code: "custom",
        message:
          "is not a public key. Copy the Verification Key from SendGrid: Settings > Mail Settings > Event Webhook",
      });
      return z.NEVER;
    }
  })
  .refine(
    (key) => key.asymmetricKeyDetails?.namedCurve === "prime256v1",
    "must be the elliptic-curve key (P-256) that SendGrid shows",
  );

/** AUDIT_KEY. `npm run audit:verify` reads it too. */
export const auditKey = z
  .string("is missing. It is the key that the audit log was sealed with.")
  .refine(isKey, "must be base64 of 32 bytes or more. Make one with: openssl rand -base64 32")
  .transform(keyBytes);

/** Reads `10.1.0.0/16` or `fd00::/8`; null for anything else. */
function network(text: string) {
  const [address = "", bits = "", ...more] = text.split("/");
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  if (family === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) return null;
  return ipaddr.parseCIDR(text);
}

/** WEBHOOK_ALLOWED_NETWORKS. */
export const networks = z
  .string()
  .transform((text) => list(text).map(network))
  .refine(
    (found) => found.every((each) => each !== null),
    "must be networks as address/bits, such as 10.1.0.0/16,fd12:3456::/32",
  )
  .transform((found) => found.filter((each) => each !== null));
