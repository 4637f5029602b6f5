import { useEffect, useState } from "preact/hooks";
import { Inspector } from "./inspector/inspector.tsx";
import { useLive } from "./live.ts";
import { ConfirmDialog, useConfirm } from "./modal/confirm.tsx";
import { Modal } from "./modal/modal.tsx";
import { ReaderContext } from "./reader.ts";
import { addressOf, useRoute } from "./route.ts";
import { ConversationPlace } from "./shell/conversation.tsx";
import { useDrawer } from "./shell/drawer.ts";
import { PeopleRail } from "./shell/people-rail.tsx";
import { Sidebar } from "./shell/sidebar.tsx";
import { TopBar } from "./shell/top-bar.tsx";
import { hasAnyNews, useRead } from "./shell/unread.ts";
import type { Acting } from "./surface.ts";

/** Draws the whole page: who you are, where you are, its content, and the inspector. */
export function Page() {
  const route = useRoute();
  const { screen, outage, exchanges, connected } = useLive(route.who);
  const [inspecting, setInspecting] = useState(false);
  const [refused, setRefused] = useState("");
  const { question, ask, answer } = useConfirm();
  const drawer = useDrawer(() => setInspecting(false));
  const read = useRead(screen, route.where);
  const me = screen?.me;
  useEffect(() => setRefused(""), [me?.id, route.where, screen]);
  useEffect(() => {
    if (screen) document.title = `${me?.name} · ${screen.workspace} · simulated Slack`;
  }, [me?.name, screen?.workspace]);

  if (!screen || !me)
    return (
      <main class="nobody">
        <h1>Simulated Slack</h1>
        <p role="status">{connected ? "Nobody is here yet." : "Not connected. Is the demo still running?"}</p>
      </main>
    );

  const here = { who: me.handle, where: route.where, tab: route.tab };
  const conversation = screen.conversations.find(({ key }) => key === route.where) ?? screen.conversations[0];
  const acting: Acting = { who: me.id, ask, complain: setRefused };
  const reader = { id: me.id, timeZone: me.timeZone, names: screen.names };
  const problem = refused || screen.problem;
  const look = ["page", inspecting && "with-inspector", drawer.open && "with-drawer"];
  return (
    <ReaderContext.Provider value={reader}>
      <div class={look.filter(Boolean).join(" ")}>
        <TopBar
          workspace={screen.workspace}
          links={screen.links}
          connected={connected}
          inspecting={inspecting}
          outage={outage}
          drawer={drawer}
          news={hasAnyNews(read, screen)}
          onInspect={() => {
            if (drawer.open) drawer.toggle();
            setInspecting(!inspecting);
          }}
        />
        <PeopleRail
          people={screen.people}
          me={me}
          read={read}
          addressFor={(who) => addressOf({ ...here, who })}
        />
        <div class="workspace">
          <div class="covered" inert={screen.view !== undefined && !drawer.open}>
            <Sidebar screen={screen} here={here} read={read} onGo={drawer.close} />
            {conversation && (
              <ConversationPlace
                key={`${me.id} ${conversation.key}`}
                conversation={conversation}
                screen={screen}
                here={here}
                acting={acting}
                problem={screen.view ? undefined : problem}
              />
            )}
          </div>
          {screen.view && (
            <Modal
              key={`${me.id} ${screen.view.id}`}
              view={screen.view}
              below={screen.below}
              app={screen.app.name}
              acting={acting}
              problem={problem}
            />
          )}
        </div>
        {inspecting && <Inspector exchanges={exchanges} outage={outage} names={screen.names} />}
      </div>
      {question && <ConfirmDialog question={question} onAnswer={answer} />}
    </ReaderContext.Provider>
  );
}
