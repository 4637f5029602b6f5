import type { Invitation } from "../../services/invites/open-invitation.ts";
import type { Reader } from "../reader.ts";
import { cardPage } from "./card-page.tsx";
import type { Notes } from "./notes.ts";
import type { Page } from "./page.ts";
import { Inviter, moments, PageNotice, Say } from "./phrases.tsx";
import { NonceField } from "./registration-form.tsx";

interface ConfirmPageProps extends Notes {
  invitation: Extract<Invitation, { state: "open" }>;
  organisation: string;
  path: string;
  nonce: string;
}

/** Asks for confirmation before an invite is declined: scanners follow links, and thumbs slip. */
export function confirmDeclinePage(props: ConfirmPageProps, { words, query }: Reader): Page {
  const { invitation, organisation, path, nonce, status, notice } = props;
  const { pages } = words;
  return {
    status,
    title: pages.declineQuestion,
    content: (
      <div class="card">
        <PageNotice notice={notice} words={words} />
        <h1>{pages.declineQuestion}</h1>
        <p>
          <Say of={pages.declineMeans({ inviter: invitation.inviter, organisation })} />
        </p>
        <form method="post" action={`${path}/decline${query}`} class="actions">
          <NonceField nonce={nonce} />
          <button class="button" type="submit">
            {pages.decline}
          </button>
          <a class="button quiet" href={`${path}${query}`}>
            {pages.goBack}
          </a>
        </form>
      </div>
    ),
  };
}

/** Says that the invite was declined: by this form (200), or earlier (410). */
export function declinedPage(
  invitation: Extract<Invitation, { state: "declined" }>,
  justNow: boolean,
  { words }: Reader,
): Page {
  const { inviter, at } = invitation;
  const { pages } = words;
  const whom = { inviter: <Inviter {...invitation} /> };
  return cardPage(
    justNow ? 200 : 410,
    justNow ? pages.declinedNow : pages.declined,
    <>
      <p>
        <Say
          of={
            justNow ? pages.declinedTold({ inviter }) : pages.declinedAt({ inviter, at: moments(words)(at) })
          }
        />
      </p>
      <p>
        <Say of={justNow ? pages.changedMind(whom) : pages.declinedNotYou(whom)} />
      </p>
    </>,
  );
}
