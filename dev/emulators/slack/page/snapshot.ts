import type { Account } from "../accounts.ts";
import type { Conversation, Message } from "../conversations.ts";
import type { SlackServer } from "../person.ts";
import type { OpenView } from "../views.ts";
import type { Workspace } from "../workspace.ts";
import { inhabitants } from "./places.ts";
import type {
  AppOnPage,
  ConversationOnPage,
  MessageOnPage,
  PersonOnPage,
  Screen,
  ViewOnPage,
} from "./protocol.ts";

/**
 * Returns what someone sees; undefined if there is nobody at all.
 *
 * @param who their id or handle; if nobody has it, the first person who joined
 */
export function snapshot(at: Pick<SlackServer, "workspace" | "manifest">, who: string): Screen | undefined {
  const { workspace } = at;
  const everyone = inhabitants(workspace);
  const account = everyone.find(({ id, handle }) => id === who || handle === who) ?? everyone[0];
  if (!account) return undefined;
  const { views } = workspace;
  return {
    workspace: workspace.organisation?.name ?? workspace.team.name,
    links: workspace.links,
    app: appOnPage(at),
    me: personOnPage(workspace, account),
    people: everyone.map((person) => personOnPage(workspace, person)),
    names: Object.fromEntries(workspace.accounts.map(({ id }) => [id, workspace.nameOf(id)])),
    conversations: conversationsOf(workspace, account),
    view: viewOnPage(views.top(account.id)),
    below: views
      .stack(account.id)
      .slice(0, -1)
      .map(({ description }) => titleOf(description)),
    home: viewOnPage(views.home(account.id)),
    problem: workspace.problem(account.id),
  };
}

function appOnPage({ workspace, manifest }: Pick<SlackServer, "workspace" | "manifest">): AppOnPage {
  const { display_information: about, features } = manifest.installed ?? {};
  return {
    userId: workspace.bot.id,
    name: about?.name ?? workspace.bot.name,
    description: about?.description ?? "",
    commands: features?.slash_commands ?? [],
    shortcuts: features?.shortcuts ?? [],
    scopes: workspace.scopes,
    homeTab: workspace.hasHomeTab,
    readsMessages: !(features?.app_home.messages_tab_read_only_enabled ?? false),
  };
}

function personOnPage(workspace: Workspace, account: Account): PersonOnPage {
  const { id, name, handle, title = "", guest, deactivated, teamId, teams, timeZone } = account;
  const places = (teams ?? []).flatMap(
    (team) => workspace.organisation?.workspaces.filter((each) => each.id === team) ?? [],
  );
  return {
    id,
    name,
    handle,
    title,
    guest: Boolean(guest),
    foreign: !teams && teamId !== workspace.team.id,
    workspaces: places.map((each) => each.name),
    deactivated: deactivated ?? false,
    timeZone: timeZone ?? "Europe/London",
    latestFromApp: workspace.conversations.direct(id).at(-1)?.ts,
  };
}

function conversationsOf(workspace: Workspace, me: Account): ConversationOnPage[] {
  const { conversations } = workspace;
  const others = inhabitants(workspace).filter(({ id, deactivated }) => id !== me.id && !deactivated);
  const seen = (conversation: Conversation | undefined): MessageOnPage[] =>
    conversation ? conversations.seenBy(me.id, conversation.id).map(messageOnPage) : [];
  return [
    ...conversations.channels.map((channel) => ({
      key: channel.name,
      kind: "channel" as const,
      name: channel.name,
      topic: channel.topic,
      messages: seen(channel),
    })),
    ...[...others, me].map((person) => ({
      key: `@${person.handle}`,
      kind: "people" as const,
      name: person.id === me.id ? `${person.name} (you)` : person.name,
      topic: person.title ?? "",
      messages: seen(conversations.known([me.id, person.id])),
    })),
    {
      key: "app",
      kind: "app" as const,
      name: workspace.bot.name,
      topic: "",
      messages: seen(conversations.knownWithPerson(me.id)),
    },
  ];
}

function viewOnPage(view: OpenView | undefined): ViewOnPage | undefined {
  if (!view) return undefined;
  const { id, hash, description, blocks, inputs, errors } = view;
  const modal = description.type === "modal" ? description : undefined;
  return {
    id,
    hash,
    blocks,
    inputs,
    errors,
    title: titleOf(description),
    submit: modal?.submit?.text,
    close: modal?.close?.text ?? "Cancel",
  };
}

function titleOf(description: OpenView["description"]): string {
  return description.type === "modal" ? description.title.text : "Home";
}

function messageOnPage(message: Message): MessageOnPage {
  const { ts, channelId, author, text, blocks, inputs, onlyFor, editedTs } = message;
  return { ts, channelId, author, text, blocks, inputs, ephemeral: onlyFor !== undefined, edited: editedTs };
}
