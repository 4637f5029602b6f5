import type { Message } from "../conversations.ts";
import type { OpenView } from "../views.ts";
import type { Workspace } from "../workspace.ts";

/** What the page shows: who is there, and what one of them sees. */
export function snapshot(workspace: Workspace, who: string): Record<string, unknown> {
  const { views, conversations } = workspace;
  const people = workspace.accounts.filter(({ bot, id }) => !bot && id !== "USLACKBOT");
  const written = [...conversations.direct(who), ...conversations.ephemerals(who)];
  return {
    people: people.map(({ id, name, deactivated, guest }) => ({ id, name, deactivated, guest })),
    names: Object.fromEntries(workspace.accounts.map(({ id }) => [id, workspace.nameOf(id)])),
    trouble: workspace.trouble(who),
    depth: views.stack(who).length,
    view: viewOnPage(views.top(who)),
    home: viewOnPage(views.home(who)),
    messages: written.sort((a, b) => a.ts.localeCompare(b.ts)).map(messageOnPage),
  };
}

function viewOnPage(view: OpenView | undefined): Record<string, unknown> | undefined {
  if (!view) return undefined;
  const { id, hash, description, blocks, inputs, errors } = view;
  return { id, hash, blocks, inputs, errors, ...("title" in description ? titles(description) : {}) };
}

function titles(description: Extract<OpenView["description"], { type: "modal" }>): Record<string, unknown> {
  return {
    title: description.title.text,
    submit: description.submit?.text,
    close: description.close?.text ?? "Cancel",
  };
}

function messageOnPage({
  ts,
  channelId,
  text,
  blocks,
  inputs,
  onlyFor,
  editedTs,
}: Message): Record<string, unknown> {
  return {
    ts,
    channelId,
    text,
    blocks,
    inputs,
    ephemeral: onlyFor !== undefined,
    edited: editedTs !== undefined,
  };
}
