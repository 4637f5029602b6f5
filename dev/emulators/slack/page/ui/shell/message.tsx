import type { MessageOnPage, Screen } from "../../protocol.ts";
import { perform } from "../ask.ts";
import { Blocks } from "../blocks/block.tsx";
import { MenuButton } from "../controls/menu-button.tsx";
import { Dots, Eye } from "../icons.tsx";
import { type Acting, SurfaceContext, surfaceAt } from "../surface.ts";
import { formatDate } from "../text/dates.ts";
import { Mrkdwn } from "../text/text.tsx";
import { AppAvatar, Avatar } from "./avatar.tsx";

/** Draws a message: its author, time and content, and a menu of actions. */
export function Message({ message, screen, acting, together }: MessageProps) {
  const { app, me, names } = screen;
  const { author, blocks, channelId, edited, ephemeral, text, ts } = message;
  const byApp = author === app.userId;
  const name = byApp ? app.name : (names[author] ?? author);
  const time = formatDate(Number(ts), "{time}", me.timeZone);
  const stamp = (
    <time
      dateTime={new Date(Number(ts) * 1000).toISOString()}
      title={formatDate(Number(ts), "{date_long} {time_secs}", me.timeZone)}
    >
      {time}
    </time>
  );
  const surface = surfaceAt({ channelId, ts }, acting, {
    version: edited ?? ts,
    inputs: message.inputs,
    errors: {},
  });
  return (
    <article
      class={`message ${ephemeral ? "ephemeral" : ""} ${together ? "together" : ""}`}
      aria-label={`${name}, ${time}`}
    >
      <div class="margin">{together ? stamp : byApp ? <AppAvatar /> : <Avatar name={name} />}</div>
      <div class="body">
        {ephemeral && (
          <p class="only-you">
            <Eye /> Only visible to you
          </p>
        )}
        {!together && (
          <p class="by">
            <strong>{name}</strong>
            {byApp && <span class="app-badge">App</span>} {stamp}
          </p>
        )}
        <SurfaceContext.Provider value={surface}>
          {blocks.length > 0 ? (
            <Blocks blocks={blocks} />
          ) : (
            <div class="text">
              <Mrkdwn text={text} />
            </div>
          )}
        </SurfaceContext.Provider>
        {edited && <span class="edited soft">(edited)</span>}
      </div>
      {!ephemeral && <MessageMenu message={message} screen={screen} acting={acting} name={name} />}
    </article>
  );
}

interface MessageProps {
  message: MessageOnPage;
  screen: Screen;
  acting: Acting;
  /** Whether it is drawn close to the previous one, which is by the same author. */
  together: boolean;
}

function MessageMenu({ message: { channelId, ts }, screen, acting, name }: MessageMenuProps) {
  const items = screen.app.shortcuts
    .filter(({ type }) => type === "message")
    .map((shortcut) => ({
      label: shortcut.name,
      detail: screen.app.name,
      choose: () =>
        void perform(acting.who, {
          do: "shortcut",
          callbackId: shortcut.callback_id,
          on: { channelId, ts },
        }),
    }));
  if (items.length === 0) return null;
  return (
    <div class="message-actions">
      <MenuButton label={`More actions for the message by ${name}`} className="tool" items={items}>
        <Dots />
      </MenuButton>
    </div>
  );
}

type MessageMenuProps = Omit<MessageProps, "together"> & { name: string };
