import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { isLinked } from "../services/linked-user.ts";
import { pauseIfChanged } from "../services/pause-link.ts";
import { endRequestsOf } from "../services/requests/end-request.ts";
import { syncAccount } from "../services/users/sync-account.ts";
import { auditCommand, registerAudit } from "./audit/listeners.ts";
import { registerChanges } from "./changes/listeners.ts";
import { clientsCommand, registerClients } from "./clients/listeners.ts";
import { exportCommand, registerExports } from "./exports/listeners.ts";
import { groupsCommand, registerGroups } from "./groups/listeners.ts";
import { meantBy } from "./help/meant.ts";
import { help } from "./help/subcommand.ts";
import { registerHome } from "./home/listeners.ts";
import { importCommand, registerImports } from "./imports/listeners.ts";
import { registerBatch } from "./invites/batch-listeners.ts";
import { inviteCommand, registerInvite } from "./invites/form-listeners.ts";
import { invitedScreen } from "./invites/pending-list.ts";
import { pendingCommand, registerPending } from "./invites/pending-listeners.ts";
import { commandAccountOf } from "./kit/account-of.ts";
import { sentenceCard } from "./kit/card.ts";
import { type Subcommand, unescapeText } from "./kit/command.ts";
import type { SlackContext } from "./kit/context.ts";
import { ids } from "./kit/ids.ts";
import { messagePerson } from "./kit/message-person.ts";
import { permittedView } from "./kit/permitted.ts";
import { botsIn, noteRevocation } from "./kit/revocation.ts";
import { SlackRouter } from "./kit/router.ts";
import { escapeText } from "./kit/text.ts";
import { registerRequests, requestCommand, requestsCommand } from "./requests/listeners.ts";
import { registerReviews, reviewCommand } from "./reviews/listeners.ts";
import { canCommand } from "./users/can-command.ts";
import { registerUsers, usersCommand } from "./users/list-listeners.ts";
import { registerUser, userCommand } from "./users/profile-listeners.ts";
import { registerWebhooks, webhooksCommand } from "./webhooks/listeners.ts";
import { registerWorkflowSteps } from "./workflows/listeners.ts";

/** Registers every command, action, view and shortcut: the table of contents of what the app does in Slack. */
export function registerListeners(bolt: App, context: SlackContext): void {
  const router = new SlackRouter(bolt, context);
  registerCommand(router, context, {
    invite: inviteCommand(context),
    import: importCommand(context),
    pending: pendingCommand(context),
    user: userCommand(context, (actor, text) => invitedScreen(context, actor, text)),
    users: usersCommand(context),
    can: canCommand(context),
    groups: groupsCommand(context),
    clients: clientsCommand(),
    webhooks: webhooksCommand(context),
    audit: auditCommand(context),
    request: requestCommand(context),
    requests: requestsCommand(context),
    review: reviewCommand,
    export: exportCommand(context),
  });
  registerInvite(router, context);
  registerImports(router, context);
  registerChanges(router, context);
  registerPending(router, context);
  registerUser(router, context);
  registerUsers(router);
  registerGroups(router, context);
  registerClients(router, context);
  registerWebhooks(router, context);
  registerAudit(router, context);
  registerRequests(router, context);
  registerReviews(router, context);
  registerExports(router, context);
  registerBatch(router, context);
  registerHome(router, context);
  registerWorkflowSteps(router, context);
  registerEvents(router, context);
}

function registerCommand(
  router: SlackRouter,
  context: SlackContext,
  subcommands: Record<string, Subcommand>,
): void {
  router.command(ids.command, async ({ ack, body, respond }) => {
    await ack();
    const account = commandAccountOf(body);
    const actor = await context.accounts.recent(account);
    const line = unescapeText(body.text ?? "");
    const { name, text } = meantBy(line, (typed) => Object.hasOwn(subcommands, typed));
    const command = {
      text,
      actor,
      open: async (view: ModalView) => {
        await router.client.views.open({
          trigger_id: body.trigger_id,
          view: await permittedView(actor, view),
        });
      },
      reply: async (answer: string, blocks = sentenceCard(answer).blocks) => {
        const card = await permittedView(actor, { text: answer, blocks });
        if (body.response_url)
          await respond({ ...card, response_type: "ephemeral", text: escapeText(answer) });
        else await messagePerson(router.client, context.accounts, account, card);
      },
    };
    const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
    if (!subcommand?.syncsAccount) await syncAccount(actor);
    if (subcommand) await subcommand.run(command);
    else await help(command, context, line.split(/\s+/)[0] ?? "", subcommands);
  });
}

function registerEvents(router: SlackRouter, context: SlackContext): void {
  const { accounts } = context;
  router.event("user_change", async ({ event }) => {
    const { id: userId, deleted } = event.user;
    accounts.forget(userId);
    if (deleted) await endRequestsOf(userId);
    const account = accounts.described(event.user);
    if (!(await isLinked(account))) return;
    await pauseIfChanged(deleted ? account : await accounts.fresh({ userId }));
  });

  router.event("tokens_revoked", async ({ event, client }) => {
    if (botsIn(event).includes(context.botUserId)) await noteRevocation(event.type, client, context);
  });
  router.event("app_uninstalled", async ({ event, client }) => {
    await noteRevocation(event.type, client, context);
  });
}
