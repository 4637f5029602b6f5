import type { ConversationOnPage, Screen } from "../../protocol.ts";
import { addressOf, type Route } from "../route.ts";
import { AppAvatar, Avatar } from "./avatar.tsx";
import { captionOf } from "./people-rail.tsx";
import { type Read, unreadIn } from "./unread.ts";

const sections = [
  ["channel", "Channels"],
  ["people", "Direct messages"],
  ["app", "Apps"],
] as const;

/** Draws the places to go: channels, people, the app. */
export function Sidebar({ screen, here, read, onGo }: SidebarProps) {
  const { conversations, me, app } = screen;
  const nameOf = ({ kind, name }: ConversationOnPage) => (kind === "app" ? app.name : name);
  return (
    <nav class="sidebar" aria-label="Conversations">
      <header>
        <h2>{screen.workspace}</h2>
        <p>
          {me.name}
          {captionOf(me) && <small>{captionOf(me)}</small>}
        </p>
      </header>
      {sections.map(([kind, title]) => (
        <section key={kind} aria-labelledby={`section-${kind}`}>
          <h2 id={`section-${kind}`}>{title}</h2>
          <ul>
            {conversations
              .filter((conversation) => conversation.kind === kind)
              .map((conversation) => {
                const { key, messages } = conversation;
                const unread = unreadIn(read, me.id, key, messages);
                const tab = kind === "app" && app.homeTab && unread === 0 ? "home" : "messages";
                return (
                  <li key={key}>
                    <a
                      href={addressOf({ ...here, where: key, tab })}
                      class={unread ? "unread" : ""}
                      aria-current={key === here.where ? "page" : undefined}
                      onClick={onGo}
                    >
                      <Mark conversation={conversation} />
                      <span class="name">{nameOf(conversation)}</span>
                      {unread > 0 && (
                        <span class="count">
                          {unread}
                          <span class="unseen"> unread</span>
                        </span>
                      )}
                    </a>
                  </li>
                );
              })}
          </ul>
        </section>
      ))}
    </nav>
  );
}

interface SidebarProps {
  screen: Screen;
  here: Route;
  read: Read;
  onGo: () => void;
}

function Mark({ conversation: { kind, name } }: { conversation: ConversationOnPage }) {
  if (kind === "app") return <AppAvatar />;
  if (kind === "people") return <Avatar name={name.replace(" (you)", "")} />;
  return (
    <span class="hash" aria-hidden="true">
      #
    </span>
  );
}
