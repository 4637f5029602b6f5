import { asLine } from "../../locales/sentence.ts";
import type { Invitation } from "../../services/invites/open-invitation.ts";
import type { Reader } from "../reader.ts";
import { cardPage } from "./card-page.tsx";
import type { Notes } from "./notes.ts";
import type { Page } from "./page.ts";
import { Email, Inviter, moments, PageNotice, Say } from "./phrases.tsx";
import { ContinueLink, type Onward } from "./registered.tsx";
import { NonceField } from "./registration-form.tsx";

type State<S extends Invitation["state"]> = Extract<Invitation, { state: S }>;

/** Says that the organisation's directory registered the person. */
export function provisionedPage(
  { email, at }: State<"accepted">,
  onward: Onward | null,
  { words }: Reader,
): Page {
  const { pages } = words;
  const registered = pages.registeredByDirectory({ email: <Email of={email} />, at: moments(words)(at) });
  return cardPage(
    410,
    pages.alreadyRegistered,
    <>
      <p>
        <Say of={registered} />
      </p>
      {onward && <ContinueLink {...onward} />}
    </>,
  );
}

/** Says that another form accepted the invite: perhaps from the same person, perhaps not. */
export function alreadyUsedPage(
  invitation: State<"accepted">,
  onward: Onward | null,
  { words }: Reader,
): Page {
  const { pages } = words;
  const used = { email: <Email of={invitation.email} />, at: moments(words)(invitation.at) };
  return cardPage(
    410,
    pages.alreadyUsed,
    <>
      <p>
        <Say of={pages.usedBy(used)} />
      </p>
      <p>
        <Say of={pages.usedByYou({ inviter: <Inviter {...invitation} /> })} />
      </p>
      {onward && <ContinueLink {...onward} />}
    </>,
  );
}

/** Says that the address registered through another invite. */
export function alreadyRegisteredPage(
  invitation: State<"open">,
  onward: Onward | null,
  { words: { pages } }: Reader,
): Page {
  const facts = { email: <Email of={invitation.email} />, inviter: <Inviter {...invitation} /> };
  return cardPage(
    409,
    pages.alreadyRegistered,
    <>
      <p>
        <Say of={pages.registeredBefore(facts)} />
      </p>
      {onward && <ContinueLink {...onward} />}
    </>,
  );
}

/** Says that an admin cancelled the invite. */
export function cancelledPage(invitation: State<"cancelled">, { words }: Reader): Page {
  const { pages } = words;
  return cardPage(
    410,
    pages.cancelled,
    <>
      <p>
        <Say of={pages.cancelledAt({ at: moments(words)(invitation.at) })} />
      </p>
      <p>
        <Say of={pages.cancelledByMistake({ inviter: <Inviter {...invitation} /> })} />
      </p>
    </>,
  );
}

interface ExpiredPageProps extends Notes {
  invitation: State<"expired">;
  path: string;
  nonce: string;
}

/** Says that the invite expired, and offers to ask the inviter for a new link, once a day. */
export function expiredPage(
  { invitation, path, nonce, status, notice }: ExpiredPageProps,
  { words, query }: Reader,
): Page {
  const { pages, moment } = words;
  const { inviter, at, asked } = invitation;
  const email = <Email of={invitation.email} />;
  return {
    status,
    title: asLine(asked ? pages.hasBeenAsked({ inviter }) : pages.expired({ at: moment(at, "UTC") })),
    content: (
      <div class="card">
        <PageNotice notice={notice} words={words} />
        <h1>
          <Say of={pages.expired({ at: moments(words)(at) })} />
        </h1>
        {asked ? (
          <>
            <p role="status">
              <Say of={pages.hasBeenAsked({ inviter })} />
            </p>
            <p class="soft">
              <Say of={pages.newOneComes({ email })} />
            </p>
          </>
        ) : (
          <>
            <p>
              <Say of={pages.canSendNew({ inviter, email })} />
            </p>
            <form method="post" action={`${path}/new-link${query}`} class="actions">
              <NonceField nonce={nonce} />
              <button class="button" type="submit">
                {pages.askForNew}
              </button>
            </form>
          </>
        )}
      </div>
    ),
  };
}

/** Says that the invite was sent again: only the newest email's link works. */
export function replacedPage({ email: of, sentAt }: State<"replaced">, { words }: Reader): Page {
  const { pages } = words;
  const email = <Email of={of} />;
  return cardPage(
    410,
    pages.replaced,
    <>
      <p>
        <Say of={sentAt ? pages.useSent({ at: moments(words)(sentAt), email }) : pages.onItsWay({ email })} />
      </p>
      <p class="soft">{pages.checkSpam}</p>
    </>,
  );
}
