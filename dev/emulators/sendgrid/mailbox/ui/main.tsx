import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Fate } from "../../delivering.ts";
import type { MailOnPage } from "../protocol.ts";
import { FateChoice } from "./fate.tsx";
import { MailList } from "./list.tsx";
import { Reading } from "./reading.tsx";

/**
 * Draws all emails, newest first, and one to read: the chosen one, or else the newest. A phone has room for only one of
 * the two: the list, until an email is chosen.
 */
function Mailbox() {
  const { mails, fate, lost } = useLive();
  const [chosen, choose] = useState<number>();
  const open = mails.find(({ number }) => number === chosen) ?? mails[0];
  return (
    <>
      <header>
        <h1>Mailbox</h1>
        {chosen !== undefined && (
          <button type="button" class="back" onClick={() => choose(undefined)}>
            All Emails
          </button>
        )}
        <p>Every email the app sends, to anyone.</p>
        <FateChoice fate={fate} />
      </header>
      <p role="status" class={lost ? "lost" : "unseen"}>
        {lost ? "The demo has ended or can't be reached. This page reconnects on its own." : summary(mails)}
      </p>
      <main class={chosen === undefined ? "listing" : "reading"}>
        <MailList mails={mails} open={open} choose={choose} />
        {open ? <Reading key={open.number} mail={open} /> : <Empty />}
      </main>
    </>
  );
}

function Empty() {
  return (
    <section class="empty">
      <h2>No emails yet</h2>
      <p>Invite someone in the workspace. Their email shows up here once it is sent.</p>
    </section>
  );
}

function summary([newest, ...others]: MailOnPage[]): string {
  if (!newest) return "No emails yet.";
  const count = others.length === 0 ? "1 mail" : `${others.length + 1} mails`;
  return `${count}. The newest, to ${newest.to}: ${newest.subject}`;
}

/** Follows the server's stream; after an interruption it sends everything again. */
function useLive() {
  const [mails, setMails] = useState<MailOnPage[]>([]);
  const [fate, setFate] = useState<Fate>("delivered");
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const source = new EventSource("/mailbox/live");
    source.onopen = () => {
      setMails([]);
      setLost(false);
    };
    source.onerror = () => setLost(true);
    source.addEventListener("fate", ({ data }) => setFate(JSON.parse(data)));
    source.addEventListener("mail", ({ data }) => {
      const mail: MailOnPage = JSON.parse(data);
      setMails((known) =>
        [mail, ...known.filter(({ number }) => number !== mail.number)].sort((a, b) => b.number - a.number),
      );
    });
    return () => source.close();
  }, []);
  return { mails, fate, lost };
}

render(<Mailbox />, document.body);
