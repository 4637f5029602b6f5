import type { Account } from "./accounts.ts";
import type { Conversation, Message } from "./conversations.ts";
import type { Execution } from "./executions.ts";
import { newId, newTimestamp } from "./identifiers.ts";
import type { OpenView } from "./views.ts";
import type { Workspace } from "./workspace.ts";

/** A JSON object on its way to the app. */
export type Payload = Record<string, unknown>;

/** Returns a view in the format sent to the app, with what was entered. */
export function viewPayload(workspace: Workspace, view: OpenView): Payload {
  const { description } = view;
  const modal = description.type === "modal" ? description : undefined;
  return {
    id: view.id,
    team_id: workspace.team.id,
    type: description.type,
    blocks: view.blocks,
    private_metadata: description.private_metadata ?? "",
    callback_id: description.callback_id ?? "",
    state: { values: view.inputs },
    hash: view.hash,
    title: modal?.title ?? { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: modal?.clear_on_close ?? false,
    notify_on_close: modal?.notify_on_close ?? false,
    close: modal?.close ?? null,
    submit: modal?.submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: workspace.appId,
    external_id: description.external_id ?? "",
    app_installed_team_id: workspace.installedAt,
    bot_id: workspace.botId,
  };
}

/** Returns a message in the format sent to the app. */
export function messagePayload(workspace: Workspace, message: Message): Payload {
  const byApp = message.author === workspace.bot.id;
  return {
    type: "message",
    ...(message.onlyFor ? { is_ephemeral: true } : {}),
    user: message.author,
    ...(byApp ? { bot_id: workspace.botId, app_id: workspace.appId } : {}),
    ts: message.ts,
    text: message.text,
    team: workspace.team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.editedTs ? { edited: { user: message.author, ts: message.editedTs } } : {}),
  };
}

/** Returns a slash command's fields. */
export function commandPayload(
  workspace: Workspace,
  account: Account,
  line: { command: string; text: string },
  at: { conversation: Conversation; triggerId: string; responseUrl: string },
): Record<string, string> {
  const { organisation } = workspace;
  const { id, domain } = workspace.lookedAt(account);
  return {
    token: workspace.verificationToken,
    team_id: id,
    team_domain: domain,
    ...(organisation ? { enterprise_id: organisation.id, enterprise_name: organisation.name } : {}),
    channel_id: at.conversation.id,
    channel_name: at.conversation.name,
    user_id: account.id,
    user_name: account.handle,
    ...line,
    api_app_id: workspace.appId,
    is_enterprise_install: String(workspace.isForWhole),
    response_url: at.responseUrl,
    trigger_id: at.triggerId,
  };
}

/**
 * Returns what every interaction says about who did it, and where. For people in a Grid it names their home, or the
 * organisation, whichever workspace they look at.
 */
export function interactionPayload(workspace: Workspace, type: string, account: Account): Payload {
  const { team, organisation } = workspace;
  const { id, handle, teamId, teams, toldTeam } = account;
  const home = organisation && teams && toldTeam === "organisation" ? organisation.id : teamId;
  const enterprise = organisation ? { id: organisation.id, name: organisation.name } : null;
  return {
    type,
    user: { id, username: handle, name: handle, team_id: home },
    api_app_id: workspace.appId,
    token: workspace.verificationToken,
    team: workspace.isForWhole
      ? null
      : {
          id: team.id,
          domain: team.domain,
          ...(enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {}),
        },
    enterprise,
    is_enterprise_install: workspace.isForWhole,
  };
}

/** Returns where in the workspace someone pressed something. */
export function placePayload(
  workspace: Workspace,
  place: OpenView | Message,
  conversation?: Conversation,
): Payload {
  if ("description" in place) {
    return { container: { type: "view", view_id: place.id }, view: viewPayload(workspace, place) };
  }
  return {
    container: {
      type: "message",
      message_ts: place.ts,
      channel_id: place.channelId,
      is_ephemeral: place.onlyFor !== undefined,
    },
    channel: { id: place.channelId, name: conversation?.name ?? "" },
    message: messagePayload(workspace, place),
    state: { values: place.inputs },
  };
}

/**
 * Returns the envelope an event comes in.
 *
 * @param teamId the workspace in which it happened
 */
export function eventPayload(
  workspace: Workspace,
  event: Payload,
  { eventId, teamId }: { eventId: string; teamId: string },
): Payload {
  const organisationId = workspace.organisation?.id ?? null;
  return {
    token: workspace.verificationToken,
    team_id: teamId,
    ...(organisationId ? { enterprise_id: organisationId } : {}),
    context_team_id: teamId,
    context_enterprise_id: organisationId,
    api_app_id: workspace.appId,
    event,
    type: "event_callback",
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: organisationId,
        team_id: workspace.isForWhole ? null : workspace.team.id,
        user_id: workspace.bot.id,
        is_bot: true,
        is_enterprise_install: workspace.isForWhole,
      },
    ],
    is_ext_shared_channel: false,
  };
}

/** Describes the run of a custom step, without naming who ran it. */
export function functionExecuted(
  workspace: Workspace,
  callbackId: string,
  { id, step }: Execution,
  inputs: Payload,
): Payload {
  const named = (parameters: typeof step.input_parameters) =>
    Object.entries(parameters).map(([name, parameter]) => ({ ...parameter, name }));
  return {
    type: "function_executed",
    function: {
      id: newId("Fn"),
      callback_id: callbackId,
      title: step.title,
      description: step.description,
      type: "app",
      input_parameters: named(step.input_parameters),
      output_parameters: named(step.output_parameters),
      app_id: workspace.appId,
      date_created: 0,
      date_updated: 0,
      date_deleted: 0,
    },
    inputs,
    function_execution_id: id,
    workflow_execution_id: newId("Wx"),
    event_ts: newTimestamp(),
    bot_access_token: `xwfp-${newId("t")}`,
  };
}
