import { useEffect, useState } from "preact/hooks";
import type { ConversationOnPage, Screen } from "../../protocol.ts";
import { perform } from "../ask.ts";
import { Warning } from "../icons.tsx";
import type { Route } from "../route.ts";
import type { Acting } from "../surface.ts";
import { About } from "./about.tsx";
import { AppTabs } from "./app-tabs.tsx";
import { AppAvatar } from "./avatar.tsx";
import { Composer } from "./composer.tsx";
import { Home } from "./home.tsx";
import { Messages } from "./messages.tsx";

/** Draws a channel, direct messages, or the app with its tabs. */
export function ConversationPlace(props: ConversationProps) {
  const { conversation, screen, here, acting, problem } = props;
  const { kind } = conversation;
  const { app } = screen;
  const tab = kind === "app" ? here.tab : "messages";
  const [opening, setOpening] = useState(false);
  useEffect(() => {
    if (kind !== "app" || tab === "about") return;
    setOpening(true);
    void perform(acting.who, { do: "open", tab }).then(() => setOpening(false));
  }, [kind, tab, acting.who]);

  return (
    <main class="conversation">
      <header>
        <h2>
          {kind === "app" && <AppAvatar />}
          {kind === "channel" && <span class="hash"># </span>}
          {kind === "app" ? app.name : conversation.name}
          {kind === "app" && <span class="app-badge">App</span>}
        </h2>
        {conversation.topic && <p class="soft">{conversation.topic}</p>}
      </header>
      {kind === "app" && <AppTabs here={here} withHome={app.homeTab} />}
      {tab === "home" && <Home view={screen.home} opening={opening} acting={acting} app={app} />}
      {tab === "about" && <About app={app} />}
      {tab === "messages" && <Messages conversation={conversation} screen={screen} acting={acting} />}
      {problem && (
        <p class="client-error" role="alert">
          <Warning /> {problem}
        </p>
      )}
      {tab === "messages" &&
        (kind === "app" && !app.readsMessages ? (
          <p class="no-composer">
            {app.name} reads no messages. Its commands work in every channel: try {app.commands[0]?.command}{" "}
            there.
          </p>
        ) : (
          <Composer conversation={conversation} screen={screen} acting={acting} />
        ))}
    </main>
  );
}

interface ConversationProps {
  conversation: ConversationOnPage;
  screen: Screen;
  here: Route;
  acting: Acting;
  problem: string | undefined;
}
