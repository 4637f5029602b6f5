import { useEffect, useState } from "preact/hooks";
import { Behind } from "./inspector/behind.tsx";
import { useLive } from "./live.ts";
import { ConfirmDialog, useConfirm } from "./modal/confirm.tsx";
import { Modal } from "./modal/modal.tsx";
import { ReaderContext } from "./reader.ts";
import { addressOf, useRoute } from "./route.ts";
import { ConversationPlace } from "./shell/conversation.tsx";
import { PeopleRail } from "./shell/people-rail.tsx";
import { Sidebar } from "./shell/sidebar.tsx";
import { TopBar } from "./shell/top-bar.tsx";
import { useRead } from "./shell/unread.ts";
import type { Acting } from "./surface.ts";

/** The whole page: who you are, where you are, what is there, and a look behind it. */
export function Page() {
  const route = useRoute();
  const { screen, outage, exchanges, connected } = useLive(route.who);
  const [behind, setBehind] = useState(false);
  const [refused, setRefused] = useState("");
  const { question, ask, answer } = useConfirm();
  const read = useRead(screen, route.where);
  const me = screen?.me;
  useEffect(() => setRefused(""), [me?.id, route.where, screen]);
  useEffect(() => {
    if (screen) document.title = `${me?.name} · ${screen.workspace} · make-believe Slack`;
  }, [me?.name, screen?.workspace]);

  if (!screen || !me)
    return (
      <main class="nobody">
        <h1>Make-believe Slack</h1>
        <p role="status">{connected ? "Nobody is here yet." : "Not connected. Is the demo still running?"}</p>
      </main>
    );

  const here = { who: me.handle, where: route.where, tab: route.tab };
  const conversation = screen.conversations.find(({ key }) => key === route.where) ?? screen.conversations[0];
  const acting: Acting = { who: me.id, ask, complain: setRefused };
  const reader = { id: me.id, timeZone: me.timeZone, names: screen.names };
  const trouble = refused || screen.trouble;
  return (
    <ReaderContext.Provider value={reader}>
      <div class={behind ? "page with-behind" : "page"}>
        <TopBar
          workspace={screen.workspace}
          links={screen.links}
          connected={connected}
          behind={behind}
          outage={outage}
          onBehind={() => setBehind(!behind)}
        />
        <PeopleRail
          people={screen.people}
          me={me}
          read={read}
          addressFor={(who) => addressOf({ ...here, who })}
        />
        <div class="workspace">
          <div class="covered" inert={screen.view !== undefined}>
            <Sidebar screen={screen} here={here} read={read} />
            {conversation && (
              <ConversationPlace
                key={`${me.id} ${conversation.key}`}
                conversation={conversation}
                screen={screen}
                here={here}
                acting={acting}
                trouble={screen.view ? undefined : trouble}
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
              trouble={trouble}
            />
          )}
        </div>
        {behind && <Behind exchanges={exchanges} outage={outage} names={screen.names} />}
      </div>
      {question && <ConfirmDialog question={question} onAnswer={answer} />}
    </ReaderContext.Provider>
  );
}
