import type { MailOnPage } from "../protocol.ts";
import { Moment } from "./moment.tsx";

interface Props {
  mails: MailOnPage[];
  open: MailOnPage | undefined;
  choose: (number: number) => void;
}

/** Draws the emails to choose from, newest first, each with its last event. */
export function MailList({ mails, open, choose }: Props) {
  return (
    <nav aria-label="Emails">
      <ul>
        {mails.map((mail) => (
          <li key={mail.number}>
            <button
              type="button"
              aria-current={mail === open ? "true" : undefined}
              onClick={() => choose(mail.number)}
            >
              <span class="to">{mail.to}</span>
              <Moment at={mail.acceptedAt} />
              <span class="subject">{mail.subject}</span>
              <span class="latest">{mail.news.at(-1)?.said.split(/[.:] /)[0] ?? "Accepted"}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
