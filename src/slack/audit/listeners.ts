import type { BlockAction, ButtonAction, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { readAuditLog } from "../../services/audit/read-audit-log.ts";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import { accountOf } from "../kit/account-of.ts";
import { mentionIn, readable, type Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { whoIsMentioned } from "../kit/mentioned.ts";
import type { Listeners } from "../kit/router.ts";
import { redisplayWithError, respondInTime } from "../kit/submission.ts";
import { emailIn, type LogPlace, logStart, readLogPlace } from "./list-state.ts";
import { auditView } from "./view.ts";

/** `/iam audit [email | @mention]` */
export function auditCommand({ accounts }: SlackContext): Subcommand {
  return {
    example: "/iam audit eve@example.com",
    about: "See who gave or took which access, and when; without an address, of everyone.",
    button: { id: ids.audit.open, words: "Audit Log" },
    async run({ text, actor, client, triggerId, reply }) {
      const mention = mentionIn(text);
      const email = mention ? (await whoIsMentioned(mention, actor, accounts)).email : whose(text);
      if (email === null)
        return reply(`${readable(text)} is no user, and Slack has confirmed no email address of theirs.`);
      await client.views.open({ trigger_id: triggerId, view: await draw(actor, logStart(email)) });
    },
  };
}

/** The address that was typed, be it with a name around it; else what was typed. */
function whose(text: string): string {
  return addressesIn(text).emails[0] ?? text;
}

export function registerAudit(app: Listeners, { accounts, log }: SlackContext): void {
  app.action<BlockAction<ButtonAction>>(ids.audit.open, async ({ ack, body, client }) => {
    await ack();
    const view = await draw(await accounts.recent(accountOf(body)), logStart(""));
    await client.views.open({ trigger_id: body.trigger_id, view });
  });

  app.view<ViewSubmitAction>(ids.audit.log, async ({ ack, body, view, client }) => {
    const search = async () => {
      const actor = await accounts.recent(accountOf(body));
      return { view: await draw(actor, logStart(whose(emailIn(view.state.values)))) };
    };
    await respondInTime(ack, client, view.id, search(), redisplayWithError(view, log));
  });

  for (const id of [ids.audit.previous, ids.audit.next])
    app.action<BlockAction<ButtonAction>>(id, async ({ ack, action, body, client }) => {
      await ack();
      const actor = await accounts.recent(accountOf(body));
      const view = await draw(actor, readLogPlace(action.value));
      if (body.view) await client.views.update({ view_id: body.view.id, view });
    });
}

async function draw(actor: AccountActor, place: LogPlace): Promise<ModalView> {
  return auditView(await readAuditLog(actor, place.email, place.cursor), place);
}
