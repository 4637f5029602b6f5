import { useState } from "preact/hooks";
import type { MailOnPage } from "../protocol.ts";
import { ask } from "./ask.ts";
import { Moment } from "./moment.tsx";

const acts = [
  ["delivered", "Deliver"],
  ["deferred", "Delay"],
  ["bounce", "Bounce"],
  ["dropped", "Drop"],
  ["repeat", "Repeat Last Report"],
  ["scan", "Scan Links"],
] as const;

/** Draws one email: its text, in each of its forms, and what happened to it. */
export function Reading({ mail }: { mail: MailOnPage }) {
  return (
    <article aria-labelledby="subject">
      <header>
        <h2 id="subject">{mail.subject}</h2>
        <p>
          From {mail.from} to {mail.to}, <Moment at={mail.acceptedAt} />
        </p>
        {mail.link && (
          <a class="follow" href={mail.link} target="_blank" rel="noreferrer">
            Follow the Link
          </a>
        )}
      </header>
      <Forms mail={mail} />
      <Happened mail={mail} />
    </article>
  );
}

type Form = "HTML" | "Text" | "Headers";
const forms: Form[] = ["HTML", "Text", "Headers"];

function Forms({ mail }: { mail: MailOnPage }) {
  const [shown, show] = useState<Form>("HTML");
  return (
    <section aria-label={`The mail as ${shown}`}>
      <fieldset class="forms">
        <legend class="unseen">Show as</legend>
        {forms.map((form) => (
          <button key={form} type="button" aria-pressed={form === shown} onClick={() => show(form)}>
            {form}
          </button>
        ))}
      </fieldset>
      {shown === "HTML" && (
        <iframe
          title={`HTML of ${mail.subject}`}
          src={`/mailbox/mails/${mail.number}/html`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
      )}
      {shown === "Text" && <pre>{mail.text}</pre>}
      {shown === "Headers" && (
        <dl>
          {mail.headers.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Happened({ mail }: { mail: MailOnPage }) {
  const [busy, setBusy] = useState(false);
  const press = async (act: string) => {
    setBusy(true);
    await ask(`/mailbox/mails/${mail.number}/${act}`);
    setBusy(false);
  };
  return (
    <section aria-labelledby="happened" class="happened">
      <h3 id="happened">What happens to it</h3>
      <fieldset class="acts">
        <legend class="unseen">Make it happen</legend>
        {acts.map(([act, words]) => (
          <button
            key={act}
            type="button"
            aria-disabled={busy || (act === "repeat" && mail.news.length === 0)}
            onClick={() => busy || void press(act)}
          >
            {words}
          </button>
        ))}
      </fieldset>
      <ol aria-live="polite">
        {mail.news.map(({ at, said }, index) => (
          <li key={index}>
            <Moment at={at} /> {said}
          </li>
        ))}
      </ol>
    </section>
  );
}
