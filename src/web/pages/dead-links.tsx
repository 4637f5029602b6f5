import type { Invitation } from "../../services/invites/open-invitation.ts";
import type { Page } from "./page.ts";
import { Email, Inviter, Name, Notice, When } from "./phrases.tsx";
import { ContinueLink, type Onward } from "./registered.tsx";
import { NonceField } from "./registration-form.tsx";

type State<S extends Invitation["state"]> = Extract<Invitation, { state: S }>;

/** Says that the person is registered, by their organisation's directory. */
export function provisionedPage(invitation: State<"accepted">, onward: Onward | null): Page {
  return {
    status: 410,
    title: "Already registered",
    content: (
      <div class="card">
        <h1>You are already registered</h1>
        <p>
          Your organisation’s directory registered <Email of={invitation.email} /> on{" "}
          <When at={invitation.at} />. You need not do anything.
        </p>
        {onward && <ContinueLink {...onward} />}
      </div>
    ),
  };
}

/** Says that another form accepted the invite: perhaps the same person, perhaps not. */
export function alreadyUsedPage(invitation: State<"accepted">, onward: Onward | null): Page {
  return {
    status: 410,
    title: "Invitation already used",
    content: (
      <div class="card">
        <h1>This invitation was already used</h1>
        <p>
          Someone registered with it as <Email of={invitation.email} /> on <When at={invitation.at} />.
        </p>
        <p>
          If that was you, you’re in. If it was not, tell <Inviter {...invitation} />.
        </p>
        {onward && <ContinueLink {...onward} />}
      </div>
    ),
  };
}

/** Says that the address registered through another invite. */
export function alreadyRegisteredPage(invitation: State<"open">, onward: Onward | null): Page {
  return {
    status: 409,
    title: "Already registered",
    content: (
      <div class="card">
        <h1>You are already registered</h1>
        <p>
          <Email of={invitation.email} /> registered with another invitation before. Nothing was changed. If
          that was not you, tell <Inviter {...invitation} />.
        </p>
        {onward && <ContinueLink {...onward} />}
      </div>
    ),
  };
}

/** Says that an admin cancelled the invite. */
export function cancelledPage(invitation: State<"cancelled">): Page {
  return {
    status: 410,
    title: "Invitation cancelled",
    content: (
      <div class="card">
        <h1>This invitation was cancelled</h1>
        <p>
          That was on <When at={invitation.at} />. There is nothing you need to do.
        </p>
        <p>
          If you think it is a mistake, ask <Inviter {...invitation} />.
        </p>
      </div>
    ),
  };
}

interface ExpiredPageProps {
  invitation: State<"expired">;
  path: string;
  nonce: string;
  status: number;
  notice?: string | undefined;
}

/** Says that the invite expired, and offers to ask the inviter for a new link, once a day. */
export function expiredPage({ invitation, path, nonce, status, notice }: ExpiredPageProps): Page {
  return {
    status,
    title: invitation.asked ? `${invitation.inviter} has been asked` : "Invitation expired",
    content: (
      <div class="card">
        {notice && <Notice>{notice}</Notice>}
        <h1>
          This invitation expired on <When at={invitation.at} />
        </h1>
        {invitation.asked ? (
          <>
            <p role="status">
              <Name of={invitation.inviter} /> has been asked. You can ask again tomorrow.
            </p>
            <p class="soft">
              If you get a new one, it will come by email to <Email of={invitation.email} />.
            </p>
          </>
        ) : (
          <>
            <p>
              <Name of={invitation.inviter} /> can send you a new one to <Email of={invitation.email} />.
            </p>
            <form method="post" action={`${path}/new-link`} class="actions">
              <NonceField nonce={nonce} />
              <button class="button" type="submit">
                Ask for a new one
              </button>
            </form>
          </>
        )}
      </div>
    ),
  };
}

/** Says that the invite was sent again: only the newest email's link works. */
export function replacedPage({ email, sentAt }: State<"replaced">): Page {
  return {
    status: 410,
    title: "A newer email replaced this link",
    content: (
      <div class="card">
        <h1>A newer email replaced this link</h1>
        {sentAt ? (
          <p>
            Use the one sent <When at={sentAt} /> to <Email of={email} />.
          </p>
        ) : (
          <p>
            It is on its way to <Email of={email} />. Use the link in it.
          </p>
        )}
        <p class="soft">Nothing there? Check your spam folder too.</p>
      </div>
    ),
  };
}
