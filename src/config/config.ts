import * as z from "zod";
import { canonicalDomain } from "../services/email-address.ts";
import { expiryChoices } from "../services/invites/policy.ts";
import {
  auditKey,
  baseAddress,
  type Environment,
  language,
  list,
  mongodbUri,
  namedKeys,
  networks,
  nonEmpty,
  oneLine,
  onOff,
  sender,
  webAddress,
  webhookKey,
  whole,
  zone,
} from "./values.ts";

/** Runs cross-checks even when there are other faults, so that all are reported at once. */
const always = () => true;

/** What a header can carry; Node's errors about anything else quote it. */
const inHeader = /^[!-~]+$/;
const copiedAgain = "must be ASCII without spaces or line breaks. Copy it again";

const slackId = /^[UW][A-Z0-9]+$/;

const variables = z.object({
  SLACK_BOT_TOKEN: z
    .string("is missing. Copy the Bot User OAuth Token from your Slack app: OAuth & Permissions")
    .startsWith("xoxb-", { error: "must be a bot token: it starts with xoxb-", abort: true })
    .regex(inHeader, copiedAgain),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith("xapp-", { error: "must be an app-level token: it starts with xapp-", abort: true })
    .regex(inHeader, copiedAgain)
    .optional(),
  SLACK_API_URL: baseAddress.transform((url) => `${url}/`).optional(),
  MONGODB_URI: mongodbUri,
  SENDGRID_API_KEY: z
    .string("is missing. Make a key with the Mail Send permission in SendGrid: Settings > API Keys")
    .startsWith("SG.", { error: "must be a SendGrid key: it starts with SG.", abort: true })
    .regex(inHeader, copiedAgain),
  SENDGRID_API_URL: baseAddress.optional(),
  SENDGRID_WEBHOOK_PUBLIC_KEY: webhookKey.optional(),
  MAIL_FROM: z
    .string("is missing. Name a sender that SendGrid has verified, such as Acme <iam@example.com>")
    .pipe(sender),
  MAIL_REPLY_TO: sender.optional(),
  PUBLIC_URL: z
    .string("is missing. It is where invitees reach this app, such as https://iam.example.com")
    .pipe(baseAddress),
  LINK_KEYS: z
    .string('is missing. It signs the links in invites. Make one with: echo "k1:$(openssl rand -base64 32)"')
    .pipe(namedKeys),
  IAM_OWNERS: z
    .string()
    .transform((text) => [...new Set(list(text))])
    .refine(
      (ids) => ids.every((id) => slackId.test(id)),
      "must be Slack user ids, such as U012AB3CD (in Slack: a profile, then ⋮, Copy member ID)",
    )
    .default([]),
  ORGANISATION_NAME: z
    .string("is missing. It is the name that invitees read, such as Acme")
    .pipe(oneLine(100)),
  ALLOWED_EMAIL_DOMAINS: z
    .string()
    .transform((text) => list(text).map(canonicalDomain))
    .refine(
      (domains) => domains.length > 0 && domains.every((name) => name !== null),
      "must be domains, such as acme.com,acme.io",
    )
    .transform((domains) => domains.filter((name) => name !== null))
    .default([]),
  AFTER_ACCEPT_URL: webAddress.optional(),
  AFTER_ACCEPT_TEXT: oneLine(200).optional(),
  DEFAULT_LANGUAGE: language.default("en"),
  INVITE_EXPIRY_DAYS: z
    .string()
    .transform(Number)
    .refine((days) => expiryChoices.includes(days), `must be one of ${expiryChoices.join(", ")}`)
    .default(7),
  INVITE_UNDO_SECONDS: whole(0, 3600).default(20),
  INVITE_LIMIT_PER_ADMIN: whole(1, 1_000_000).default(200),
  INVITE_LIMIT_TOTAL: whole(1, 1_000_000).default(2000),
  INVITE_LIMIT_PER_ADDRESS: whole(1, 1000).default(5),
  IMPORT_LIMIT: whole(0, 10_000_000).default(10_000),
  API_REQUESTS_PER_MINUTE: whole(1, 1_000_000).default(600),
  REQUEST_LAPSE_DAYS: whole(1, 90).default(7),
  ADMIN_APPROVALS: whole(1, 2).default(1),
  REMINDERS: onOff.default(true),
  EXPIRY_NOTICES: onOff.default(true),
  OUTBOX_CONCURRENCY: whole(1, 1000).default(10),
  // Publishing a Home tab calls Slack for up to 2 s, half of the shortest lease.
  OUTBOX_LEASE_SECONDS: whole(4, 3600).default(60),
  AUDIT_KEY: auditKey.optional(),
  AUDIT_RETENTION_DAYS: whole(30, 36_500).optional(),
  INVITE_RETENTION_DAYS: whole(30, 36_500).optional(),
  SECRET_KEYS: namedKeys.optional(),
  WEBHOOK_ALLOWED_NETWORKS: networks.default([]),
  TIME_ZONE: zone,
  METRICS_TOKEN: z
    .string()
    .regex(inHeader, "must be ASCII without spaces. Make one with: openssl rand -hex 24")
    .optional(),
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().optional(),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], {
      error: "must be trace, debug, info, warn, error or silent",
    })
    .default("info"),
  TRUST_PROXY: whole(0, 100).default(0),
  NODE_ENV: z.string().default("production"),
});

const environment = variables
  .refine((env) => env.SLACK_SIGNING_SECRET || env.SLACK_APP_TOKEN, {
    path: ["SLACK_SIGNING_SECRET"],
    error:
      "is missing. Copy the Signing Secret from your Slack app: Basic Information. (With SLACK_APP_TOKEN, for Socket Mode, it isn't needed.)",
    when: always,
  })
  .refine((env) => (env.NODE_ENV ?? "production") !== "production" || !env.PUBLIC_URL?.startsWith("http:"), {
    path: ["PUBLIC_URL"],
    error: "must start with https:// in production",
    when: always,
  });

/** The checked environment, in the units that its names state. */
export type Config = z.output<typeof environment>;

/** Thrown when the environment has faults. Has a line for each, with its name, never its value. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n${faults.map((f) => `  ${f}`).join("\n")}`,
    );
    this.name = "ConfigError";
  }
}

/**
 * Reads the configuration. A variable that is set but empty counts as unset.
 *
 * @throws ConfigError with every fault at once
 */
export function readConfig(env: Environment): Config {
  const result = environment.safeParse(nonEmpty(env));
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`));
}

/** A configuration in which variables with a fault are undefined. */
export type ValidConfig = { [Name in keyof Config]?: Config[Name] | undefined };

/** Reads the variables without a fault, for a caller that can do without the others. */
export function readValidConfig(env: Environment): ValidConfig {
  const values = nonEmpty(env);
  const faulty = variables.safeParse(values).error?.issues.map(({ path: [name] }) => name) ?? [];
  return variables
    .partial()
    .parse(Object.fromEntries(Object.entries(values).filter(([name]) => !faulty.includes(name))));
}
