import type { WebClient } from "@slack/web-api";
import type { AccountRef, Accounts } from "./accounts.ts";
import { asSent, type Card } from "./card.ts";

/** Writes a direct message to someone who is waiting. */
export async function messagePerson(
  client: WebClient,
  accounts: Pick<Accounts, "inWorkspace">,
  ref: AccountRef,
  card: Card,
): Promise<void> {
  await accounts.inWorkspace(ref, (at) =>
    client.chat.postMessage({ channel: ref.userId, ...at, ...asSent(card) }),
  );
}
