import { ConfigError, readConfig, readValidConfig } from "../../config/config.ts";
import { checkApprovals } from "./approvals.ts";
import { checkDatabase } from "./database.ts";
import { type Finding, fault, ok } from "./finding.ts";
import { checkPublicAddress } from "./public-address.ts";
import { checkSecrets } from "./secrets.ts";
import { checkSendGrid, checkWebhookKey } from "./sendgrid.ts";
import { checkSlack, checkTransport } from "./slack.ts";

const TIMEOUT_MS = 30_000;

/**
 * Checks an environment against the services it names, all at once. Writes nothing there.
 *
 * @returns the findings of each check, always in the same order
 */
export function examine(env: Record<string, string | undefined>): Promise<Finding[]>[] {
  const config = readValidConfig(env);
  const isSet = (name: string) => Boolean(env[name]?.trim());
  const checks: [about: string, findings: Promise<Finding[]>][] = [
    ["Slack", checkTransport(config)],
    ["Slack", checkSlack(config)],
    ["MongoDB", checkDatabase(config)],
    ["SendGrid", checkSendGrid(config)],
    ["SendGrid", checkWebhookKey(config, isSet("SENDGRID_WEBHOOK_PUBLIC_KEY"))],
    ["PUBLIC_URL", checkPublicAddress(config)],
    ["Keys", checkSecrets(config, isSet)],
    ["ADMIN_APPROVALS", checkApprovals(config)],
  ];
  return [
    Promise.resolve(environmentFindings(env)),
    ...checks.map(([about, findings]) =>
      Promise.race([findings, timeout(about)]).catch((error) => [broken(about, error)]),
    ),
  ];
}

function environmentFindings(env: Record<string, string | undefined>): Finding[] {
  try {
    readConfig(env);
    return [ok("Variables", "All required variables are set, and none is malformed.")];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((line) => {
      const [name = "", ...words] = line.split(" ");
      return fault(name, `It ${words.join(" ")}`);
    });
  }
}

async function timeout(about: string): Promise<Finding[]> {
  await new Promise((resolve) => setTimeout(resolve, TIMEOUT_MS).unref());
  return [
    fault(
      about,
      `No answer within ${TIMEOUT_MS / 1000} seconds. Try again; if it happens again, check the network in between.`,
    ),
  ];
}

/** Names the error only: its message may carry a secret. */
function broken(about: string, error: unknown): Finding {
  const what = error instanceof Error ? error.name : "an unknown error";
  return fault(
    about,
    `This check failed with ${what}. Try again; if it fails again, report it as a bug in iam-bot.`,
  );
}
