import type { VNode } from "preact";
import type { Sentence } from "../../locales/sentence.ts";
import { unbroken } from "../../locales/unbroken.ts";
import type { Words } from "../../locales/words.ts";
import { endIn, shortest } from "../../services/ends.ts";
import type { OpenedConfirmation } from "../../services/requests/confirmations.ts";
import type { RequestSettled } from "../../services/requests/refusals.ts";
import type { Reader } from "../reader.ts";
import { Access } from "./access.tsx";
import { cardPage } from "./card-page.tsx";
import type { Notes } from "./notes.ts";
import type { Page } from "./page.ts";
import { Email, moments, PageNotice, Say } from "./phrases.tsx";
import { NonceField } from "./registration-form.tsx";

type State<S extends OpenedConfirmation["state"]> = Extract<OpenedConfirmation, { state: S }>;

interface ConfirmPageProps extends Notes {
  confirmation: State<"open">;
  path: string;
  nonce: string;
}

/** Shows what was approved in Slack, and the one button that makes it count. */
export function confirmPage(
  { confirmation, path, nonce, status, notice }: ConfirmPageProps,
  { words, query }: Reader,
): Page {
  const { request, name, askedAt, expiresAt } = confirmation;
  const { pages } = words;
  const when = moments(words);
  return {
    status,
    title: pages.confirmHeading,
    content: (
      <div class="card">
        <PageNotice notice={notice} words={words} />
        <h1>{pages.confirmHeading}</h1>
        <div class="facts">
          <p>
            <Say of={pages.approvedInSlack({ name, at: when(askedAt), expires: when(expiresAt) })} />
          </p>
          <Facts confirmation={confirmation} words={words} />
          {request.gives && <Access groups={[request.gives]} words={words} />}
          <form method="post" action={`${path}${query}`} class="actions">
            <NonceField nonce={nonce} />
            <button class="button" type="submit">
              {pages.confirmButton}
            </button>
          </form>
          <p class="soft">{pages.confirmNotYou}</p>
        </div>
      </div>
    ),
  };
}

function Facts({ confirmation, words }: { confirmation: State<"open">; words: Words }) {
  const { request } = confirmation;
  const { pages } = words;
  const { name, email } = request.subject ?? request.asker;
  return (
    <div class="groups">
      <dl>
        <dt>{pages.who}</dt>
        <dd>
          <bdi>{name}</bdi>
          {email && email !== name && (
            <>
              {" ("}
              <Email of={email} />)
            </>
          )}
        </dd>
        <dt>{pages.gets}</dt>
        <dd>
          <bdi>{request.group}</bdi>
        </dd>
        <dt>{pages.forTime}</dt>
        <dd>
          <Say of={timeText(confirmation, words)} />
        </dd>
        {request.reason && (
          <>
            <dt>{pages.why}</dt>
            <dd>
              <bdi>{request.reason}</bdi>
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}

function timeText({ request, hours }: State<"open">, words: Words): string | Sentence {
  const { pages, common } = words;
  const most = shortest([hours, request.longestHours]);
  const end = request.wanted && unbroken(endIn(request.wanted, words));
  if (most === null) return end ? pages.until({ end }) : pages.noEnd;
  const time = most % 24 === 0 ? common.days({ days: most / 24 }) : common.hours({ hours: most });
  return end ? pages.atTheLatest({ time, end }) : time;
}

/** Says that the approval counts, or that this link was used before. */
export function confirmedPage({ request, at }: State<"used">, justNow: boolean, { words }: Reader): Page {
  const { pages } = words;
  return cardPage(
    justNow ? 200 : 410,
    justNow ? pages.youApproved : pages.linkUsed,
    <>
      <p>
        <Say of={outcome(request, justNow, words)} />
      </p>
      <p class="soft">
        <Say of={justNow ? pages.canClose : pages.confirmedAt({ at: moments(words)(at) })} />
      </p>
    </>,
  );
}

function outcome(
  { status, subject, asker, group, end }: State<"used">["request"],
  justNow: boolean,
  words: Words,
) {
  const { pages } = words;
  const facts = { person: (subject ?? asker).name, group };
  if (status === "pending") return pages.waitsForMore(facts);
  if (!justNow) return pages.wasToGet(facts);
  return end ? pages.getsGroupUntil({ ...facts, end: unbroken(endIn(end, words)) }) : pages.getsGroup(facts);
}

/** Says that the link has expired. */
export function confirmationExpiredPage({ at }: State<"expired">, { words }: Reader): Page {
  const { pages } = words;
  return cardPage(
    410,
    pages.linkExpired,
    <p>
      <Say of={pages.linkExpiredAt({ at: moments(words)(at) })} />
    </p>,
  );
}

/** Says that *Approve* was pressed again: only the newest email's link works. */
export function confirmationReplacedPage({ sentAt, email }: State<"replaced">, { words }: Reader): Page {
  const { pages } = words;
  return cardPage(
    410,
    pages.replaced,
    <p>
      <Say of={pages.useSent({ at: moments(words)(sentAt), email: <Email of={email} /> })} />
    </p>,
  );
}

/** Says that there is no longer anything to approve. */
export function confirmationSettledPage({ settled }: State<"settled">, { words }: Reader): Page {
  const sentence = settledIn(settled, words);
  return cardPage(
    410,
    words.pages.nothingToApprove,
    sentence && (
      <p>
        <Say of={sentence} />
      </p>
    ),
  );
}

/** Says who settled it, how and when; null if that isn't known. */
function settledIn({ facts }: RequestSettled, words: Words): Sentence<VNode> | null {
  const { person, group, status, by, at } = facts;
  const { pages } = words;
  if (status === "answered") return pages.answeredByYou({ person, group });
  const when = at && moments(words)(at);
  if (!when) return null;
  if (status === "lapsed") return pages.lapsed({ person, group, at: when });
  const said = { approved: pages.approvedBy, denied: pages.deniedBy, withdrawn: pages.withdrawnBy };
  return by && isAnswer(status) ? said[status]({ by, person, group, at: when }) : null;
}

const isAnswer = (status: string): status is "approved" | "denied" | "withdrawn" =>
  ["approved", "denied", "withdrawn"].includes(status);

/** Says that the person who approved in Slack may not approve now. */
export function noLongerDecidesPage({ words: { pages } }: Reader): Page {
  return cardPage(403, pages.cannotApprove, <p>{pages.cannotApproveMore}</p>);
}
