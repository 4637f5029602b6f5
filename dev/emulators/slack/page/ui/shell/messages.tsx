import { useLayoutEffect, useRef } from "preact/hooks";
import type { ConversationOnPage, MessageOnPage, Screen } from "../../protocol.ts";
import type { Acting } from "../surface.ts";
import { formatDate } from "../text/dates.ts";
import { Message } from "./message.tsx";

const togetherSeconds = 300;
const nearEndPx = 120;

/** Draws the messages, by day. Scrolls new ones into view if the end was in view. */
export function Messages({ conversation, screen, acting }: MessagesProps) {
  const { messages } = conversation;
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const latest = messages.at(-1);
  useLayoutEffect(() => {
    const box = scroll.current;
    if (box && atEnd.current) box.scrollTop = box.scrollHeight;
  }, [latest?.ts, latest?.edited, messages.length]);
  const follow = () => {
    const box = scroll.current;
    if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx;
  };

  const { timeZone } = screen.me;
  const dayOf = ({ ts }: MessageOnPage) => formatDate(Number(ts), "{date_num}", timeZone);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable areas must be reachable by keyboard
    <div ref={scroll} class="scroll messages" role="log" aria-label="Messages" tabIndex={0} onScroll={follow}>
      <Beginning conversation={conversation} app={screen.app.name} />
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const newDay = !before || dayOf(before) !== dayOf(message);
        return (
          <div key={message.ts}>
            {newDay && (
              <p class="day">
                <span>{formatDate(Number(message.ts), "{day_divider_pretty}", timeZone)}</span>
              </p>
            )}
            <Message
              message={message}
              screen={screen}
              acting={acting}
              together={!newDay && before !== undefined && belongTogether(before, message)}
            />
          </div>
        );
      })}
    </div>
  );
}

interface MessagesProps {
  conversation: ConversationOnPage;
  screen: Screen;
  acting: Acting;
}

function Beginning({ conversation, app }: { conversation: ConversationOnPage; app: string }) {
  const { kind, name } = conversation;
  const words = {
    channel: `This is the very beginning of #${name}. Anyone may write here, and commands work everywhere.`,
    people: `Your messages with ${name}.`,
    app: `What ${app} tells you. Nobody else sees it.`,
  };
  return <p class="beginning soft">{words[kind]}</p>;
}

function belongTogether(before: MessageOnPage, message: MessageOnPage): boolean {
  return (
    before.author === message.author &&
    before.ephemeral === message.ephemeral &&
    message.blocks.length === 0 &&
    Number(message.ts) - Number(before.ts) < togetherSeconds
  );
}
