import type { App, BlockAction, ButtonAction, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { SlackActor } from "../../services/actor.ts";
import { readAuditLog } from "../../services/read-audit-log.ts";
import { whoPressed } from "../actor-ref.ts";
import type { Subcommand } from "../command.ts";
import { ids } from "../ids.ts";
import { answerSubmission, asItWas } from "../submission.ts";
import type { Surroundings } from "../surroundings.ts";
import { emailIn, type LogPlace, logStart, readLogPlace } from "./place.ts";
import { auditView } from "./view.ts";

/** `/iam audit [email]` */
export const auditCommand: Subcommand = async ({ text, actor, client, triggerId }) => {
  await client.views.open({ trigger_id: triggerId, view: await draw(actor, logStart(text)) });
};

export function registerAudit(app: App, { accounts, log }: Surroundings): void {
  app.view<ViewSubmitAction>(ids.audit.log, async ({ ack, body, view, client }) => {
    const search = async () => {
      const actor = await accounts.recent(whoPressed(body));
      return { view: await draw(actor, logStart(emailIn(view.state.values))) };
    };
    await answerSubmission(ack, client, view.id, search(), asItWas(view, log));
  });

  for (const id of [ids.audit.previous, ids.audit.next])
    app.action<BlockAction<ButtonAction>>(id, async ({ ack, action, body, client }) => {
      await ack();
      const actor = await accounts.recent(whoPressed(body));
      const view = await draw(actor, readLogPlace(action.value));
      if (body.view) await client.views.update({ view_id: body.view.id, view });
    });
}

async function draw(actor: SlackActor, place: LogPlace): Promise<ModalView> {
  return auditView(await readAuditLog(actor, place.email, place.cursor), place);
}
