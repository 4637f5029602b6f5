import { ConfigError, readConfig, readValidConfig } from "../../config/config.ts";
import { checkDatabase } from "./database.ts";
import { type Finding, fault, ok } from "./finding.ts";
import { checkPublicAddress } from "./public-address.ts";
import { checkSecrets } from "./secrets.ts";
import { checkSendGrid, checkWebhookKey } from "./sendgrid.ts";
import { checkSlack, checkTransport } from "./slack.ts";

const PATIENCE_MS = 30_000;

/**
 * Checks an environment against the services that it names, all at once, and writes nothing there.
 *
 * @returns what each check found, in an order that is always the same; each as soon as it and those before are done
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
  ];
  return [
    Promise.resolve(environmentFindings(env)),
    ...checks.map(([about, findings]) =>
      Promise.race([findings, patience(about)]).catch((error) => [broken(about, error)]),
    ),
  ];
}

function environmentFindings(env: Record<string, string | undefined>): Finding[] {
  try {
    readConfig(env);
    return [ok("Variables", "All that are required are set, and none is malformed.")];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((line) => {
      const [name = "", ...words] = line.split(" ");
      return fault(name, `It ${words.join(" ")}`);
    });
  }
}

async function patience(about: string): Promise<Finding[]> {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  return [
    fault(
      about,
      `No answer within ${PATIENCE_MS / 1000} seconds. Try again; if it stays so, look at the network in between.`,
    ),
  ];
}

/** Whatever went wrong may carry a secret in its message: its name must do. */
function broken(about: string, error: unknown): Finding {
  const what = error instanceof Error ? error.name : "an unknown error";
  return fault(
    about,
    `This check ended with ${what}. Try again; if it stays so, report it as a bug of iam-bot.`,
  );
}
