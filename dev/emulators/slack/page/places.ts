import type { Account } from "../accounts.ts";
import type { Conversation } from "../conversations.ts";
import type { Workspace } from "../workspace.ts";

/** Returns the people of a workspace, in the order they joined. */
export function inhabitants(workspace: Workspace): Account[] {
  return workspace.accounts.filter(({ bot, id }) => !bot && id !== "USLACKBOT");
}

/** Returns the conversation with this key in someone's sidebar. */
export function conversationAt(workspace: Workspace, me: Account, key: string): Conversation {
  const { conversations } = workspace;
  if (key === "app") return conversations.withPerson(me.id).conversation;
  const person = inhabitants(workspace).find(({ handle }) => key === `@${handle}`);
  const found = person
    ? conversations.among([me.id, person.id])
    : conversations.channels.find(({ name }) => name === key);
  if (!found) throw new Error(`There is no ${key} here.`);
  return found;
}
