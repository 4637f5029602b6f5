import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { readAuditLog } from "../../services/audit/read-audit-log.ts";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import { mentionIn, readable, type Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { findMentioned } from "../kit/mentioned.ts";
import type { SlackRouter } from "../kit/router.ts";
import { noState } from "../kit/state-codec.ts";
import { type AuditListState, auditListState, searchIn, start } from "./list-state.ts";
import { auditView } from "./view.ts";

/** Makes the subcommand `/iam audit [email | @mention]`. */
export function auditCommand({ accounts }: SlackContext): Subcommand {
  return {
    example: "/iam audit eve@example.com",
    about: "See who gave or took which access, and when; without an address, of everyone.",
    button: { id: ids.audit.open, label: "Audit Log" },
    async run({ text, actor, client, triggerId, reply }) {
      const mention = mentionIn(text);
      const email = mention ? (await findMentioned(mention, actor, accounts)).email : addressIn(text);
      if (email === null)
        return reply(`${readable(text)} is no user, and Slack has confirmed no email address of theirs.`);
      await client.views.open({ trigger_id: triggerId, view: await logScreen(actor, start(email)) });
    },
  };
}

/** Finds the address that was typed, be it with a name around it; else what was typed. */
function addressIn(text: string): string {
  return addressesIn(text).emails[0] ?? text;
}

/** Registers the audit log: searched, and paged through. */
export function registerAudit(router: SlackRouter): void {
  router.show(ids.audit.open, noState, async ({ actor }) => ({ above: await logScreen(actor, start("")) }));

  router.search(ids.audit.log, noState, async ({ actor, values }) => ({
    view: await logScreen(actor, start(addressIn(searchIn(values)))),
  }));

  for (const id of [ids.audit.previous, ids.audit.next])
    router.show(id, auditListState, async ({ actor, value: state }) => ({
      view: await logScreen(actor, state),
    }));
}

async function logScreen(actor: AccountActor, state: AuditListState): Promise<ModalView> {
  return auditView(await readAuditLog(actor, state.email, state.cursor), state);
}
