import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { readAuditLog } from "../../services/audit/read-audit-log.ts";
import type { SealingStatus } from "../../services/audit/sealing-status.ts";
import { readableEmails } from "../../services/email-address.ts";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import { listUsers, type UserPage } from "../../services/users/list-users.ts";
import { mentionIn, readable, type Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { findMentioned } from "../kit/mentioned.ts";
import { isolated } from "../kit/phrase.ts";
import type { SlackRouter } from "../kit/router.ts";
import { noState } from "../kit/state-codec.ts";
import { type AuditListState, auditListState, searchIn, start } from "./list-state.ts";
import { auditView } from "./view.ts";

/** Creates the subcommand `/iam audit [email | @mention | name]`. */
export function auditCommand({ accounts, sealing }: SlackContext): Subcommand {
  return {
    example: "/iam audit eve@example.com",
    permission: "audit:read",
    about: "See who gave or removed access, and when. For one person or everyone.",
    button: { id: ids.audit.open, label: "Audit Log" },
    async run({ text, actor, open, reply }) {
      const mention = mentionIn(text);
      const email = mention
        ? (await findMentioned(mention, actor, accounts)).email
        : await addressOf(actor, text);
      if (email === null)
        return reply(
          `${readable(text)} is not a user here, and Slack has not confirmed an email address for them.`,
        );
      if (typeof email !== "string") return reply(severalText("/iam audit", text, email));
      await open(await logScreen(actor, start(email), sealing));
    },
  };
}

/**
 * Returns the address that was typed, with or without a name around it, or that of the user with the typed name;
 * otherwise the text itself. If several users match, a page of them.
 */
export async function addressOf(actor: AccountActor, text: string): Promise<string | UserPage> {
  const [email] = addressesIn(text).emails;
  if (email !== undefined || text.trim() === "") return email ?? "";
  const page = await listUsers(actor, text, null);
  const [only, another] = page.rows;
  return another ? page : (only?.email ?? text);
}

/** Lists the users that a text matches, if there are several. */
export function severalText(command: string, text: string, { rows, next }: UserPage): string {
  const names = rows.map(({ name, email }) => `${isolated(name, 60)} (${readableEmails(email)})`).join(", ");
  return `Several people match “${isolated(readable(text), 100)}”: ${names}${next ? ", and others" : ""}. Type ${command} and the address of the one you mean.`;
}

/** Registers the audit log: searching, refreshing and paging. */
export function registerAudit(router: SlackRouter, { sealing }: SlackContext): void {
  router.show(ids.audit.open, noState, async ({ actor }) => ({
    above: await logScreen(actor, start(""), sealing),
  }));

  router.search(ids.audit.log, noState, async ({ actor, values }) => {
    const typed = searchIn(values);
    const email = await addressOf(actor, typed);
    return { view: await logScreen(actor, start(typeof email === "string" ? email : typed), sealing) };
  });

  router.show(ids.audit.refresh, noState, async ({ actor, view }) => ({
    view: await logScreen(actor, auditListState.decode(view?.private_metadata), sealing),
  }));

  for (const id of [ids.audit.previous, ids.audit.next])
    router.show(id, auditListState, async ({ actor, value: state }) => ({
      view: await logScreen(actor, state, sealing),
    }));
}

async function logScreen(
  actor: AccountActor,
  state: AuditListState,
  sealing: Readonly<SealingStatus>,
): Promise<ModalView> {
  return auditView(await readAuditLog(actor, state.email, state.cursor), state, sealing);
}
