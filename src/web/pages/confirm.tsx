import { endText, shortest } from "../../services/ends.ts";
import { hoursText } from "../../services/format.ts";
import type { OpenedConfirmation } from "../../services/requests/confirmations.ts";
import { Access } from "./access.tsx";
import { cardPage } from "./card-page.tsx";
import type { Page } from "./page.ts";
import { Email, Name, Notice, When } from "./phrases.tsx";
import { NonceField } from "./registration-form.tsx";

type State<S extends OpenedConfirmation["state"]> = Extract<OpenedConfirmation, { state: S }>;

interface ConfirmPageProps {
  confirmation: State<"open">;
  path: string;
  nonce: string;
  status: number;
  notice?: string | undefined;
}

/** Shows what was approved in Slack, and the one button that makes it count. */
export function confirmPage({ confirmation, path, nonce, status, notice }: ConfirmPageProps): Page {
  const { request, name, askedAt, expiresAt } = confirmation;
  const person = request.subject ?? request.asker;
  return {
    status,
    title: "Confirm your approval",
    content: (
      <div class="card">
        {notice && <Notice>{notice}</Notice>}
        <h1>Confirm your approval</h1>
        <div class="facts">
          <p>
            <Name of={name} /> pressed Approve in Slack on <When at={askedAt} />. It counts once you confirm
            it here, by <When at={expiresAt} />.
          </p>
          <div class="groups">
            <dl>
              <dt>Who</dt>
              <dd>
                <Name of={person.name} />
                {person.email && person.email !== person.name && (
                  <>
                    {" "}
                    (<Email of={person.email} />)
                  </>
                )}
              </dd>
              <dt>Gets</dt>
              <dd>
                <Name of={request.group} />
              </dd>
              <dt>For</dt>
              <dd>{timeText(confirmation)}</dd>
              {request.reason && (
                <>
                  <dt>Why</dt>
                  <dd dir="auto">{request.reason}</dd>
                </>
              )}
            </dl>
          </div>
          {request.gives && <Access groups={[request.gives]} />}
          <form method="post" action={path} class="actions">
            <NonceField nonce={nonce} />
            <button class="button" type="submit">
              Confirm approval
            </button>
          </form>
          <p class="soft">
            If you did not press Approve, close this page: somebody else may be using your Slack account. Tell
            an admin.
          </p>
        </div>
      </div>
    ),
  };
}

function timeText({ request, hours }: State<"open">): string {
  const most = shortest([hours, request.longestHours]);
  const until = request.wanted ? `until ${endText(request.wanted)}` : null;
  if (most === null) return until ?? "no end";
  return until ? `${hoursText(most)}, ${until} at the latest` : hoursText(most);
}

/** Says that the approval counts, or that this link was used before. */
export function confirmedPage({ request, at }: State<"used">, justNow: boolean): Page {
  const person = (request.subject ?? request.asker).name;
  const heading = justNow ? "You approved" : "This link was already used";
  return cardPage(
    justNow ? 200 : 410,
    heading,
    <>
      <p>
        {request.status === "pending" ? (
          <>
            <Name of={person} /> waits for one more approval of <Name of={request.group} />.
          </>
        ) : (
          <>
            <Name of={person} /> {justNow ? "gets" : "was to get"} <Name of={request.group} />
            {justNow && request.end ? <>, until {endText(request.end)}</> : null}.
          </>
        )}
      </p>
      <p class="soft">
        {justNow ? (
          "You can close this page."
        ) : (
          <>
            The approval was confirmed on <When at={at} />. If that was not you, tell an admin.
          </>
        )}
      </p>
    </>,
  );
}

/** Says that the link is too old. */
export function confirmationExpiredPage({ at }: State<"expired">): Page {
  return cardPage(
    410,
    "This link expired",
    <p>
      That was on <When at={at} />. Nothing was approved. Press Approve in Slack again to get a new one.
    </p>,
  );
}

/** Says that *Approve* was pressed again: only the newest email's link works. */
export function confirmationReplacedPage({ sentAt, email }: State<"replaced">): Page {
  return cardPage(
    410,
    "A newer email replaced this link",
    <p>
      Use the one sent <When at={sentAt} /> to <Email of={email} />.
    </p>,
  );
}

/** Says that there is nothing to approve any more. */
export function confirmationSettledPage({ sentence }: State<"settled">): Page {
  return cardPage(410, "Nothing to approve any more", <p dir="auto">{sentence}</p>);
}

/** Says that whoever pressed *Approve* may not approve now. */
export const noLongerDecidesPage: Page = cardPage(
  403,
  "You can’t approve this any more",
  <p>
    Nothing was approved. Somebody else who decides can answer in Slack. If that surprises you, ask an admin.
  </p>,
);
