import type { WebClient } from "@slack/web-api";
import * as z from "zod";
import type { SlackAccess } from "../../http/metrics.ts";
import type { SlackContext } from "./context.ts";

const tokensRevoked = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) });

/** Returns the ids of the bots whose tokens were revoked, from a `tokens_revoked` event; user tokens are left out. */
export function botsIn(event: unknown): string[] {
  return tokensRevoked.safeParse(event).data?.tokens.bot ?? [];
}

const lost =
  "Slack no longer accepts SLACK_BOT_TOKEN, so nobody can do anything in Slack: it was revoked, or the app was uninstalled. Find out who did it and why. Then reinstall the app (your Slack app, Install App), set its new SLACK_BOT_TOKEN for every process, and restart them.";

/**
 * Reports once, in the log and to `/metrics`, that our token no longer works. Such an event may come late, or be about
 * another installation of the same app, so Slack is asked whether it accepts the token; no answer counts as no.
 */
export async function noteRevocation(
  event: string,
  client: WebClient,
  { log, slackAccess }: { log: SlackContext["log"]; slackAccess: SlackAccess },
): Promise<void> {
  const taken = await client.auth.test().then(
    () => true,
    () => false,
  );
  if (taken) {
    log.info({ event }, "Slack reports that a token of this app was revoked, but still accepts ours");
    return;
  }
  if (slackAccess.revoked) return;
  slackAccess.revoked = true;
  log.error({ event }, lost);
}
