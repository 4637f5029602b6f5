import { useEffect, useState } from "preact/hooks";
import type { MessageOnPage, Screen } from "../../protocol.ts";

const shelf = "read";

/** The timestamp up to which each person has read each conversation, by id and key. */
export type Read = Record<string, string>;

/** Returns what was read so far in this tab; whatever is shown counts as read. */
export function useRead(screen: Screen | undefined, where: string): Read {
  const [read, setRead] = useState<Read>(() => JSON.parse(sessionStorage.getItem(shelf) ?? "{}"));
  const me = screen?.me.id ?? "";
  const latest = screen?.conversations.find(({ key }) => key === where)?.messages.at(-1)?.ts;
  useEffect(() => {
    if (!latest) return;
    setRead((before) => {
      const after = { ...before, [placeOf(me, where)]: latest };
      sessionStorage.setItem(shelf, JSON.stringify(after));
      return after;
    });
  }, [me, where, latest]);
  return read;
}

/** Counts the messages by others that someone has not read. */
export function unreadIn(read: Read, me: string, key: string, messages: readonly MessageOnPage[]): number {
  const upTo = read[placeOf(me, key)] ?? "";
  return messages.filter(({ ts, author, ephemeral }) => ts > upTo && author !== me && !ephemeral).length;
}

/** Tells whether anything is unread: by someone in their conversations, or by others in the app's messages to them. */
export function hasAnyNews(read: Read, { me, people, conversations }: Screen): boolean {
  return (
    people.some((person) => hasNews(read, person)) ||
    conversations.some(({ key, messages }) => unreadIn(read, me.id, key, messages) > 0)
  );
}

/** Tells whether the app wrote something to someone that they have not read. */
export function hasNews(read: Read, person: { id: string; latestFromApp: string | undefined }): boolean {
  return (person.latestFromApp ?? "") > (read[placeOf(person.id, "app")] ?? "");
}

function placeOf(person: string, key: string): string {
  return `${person} ${key}`;
}
