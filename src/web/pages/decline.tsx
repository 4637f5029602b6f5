import type { Invitation } from "../../services/invites/open-invitation.ts";
import type { Page } from "./page.ts";
import { Inviter, Name, Notice, When } from "./phrases.tsx";
import { NonceField } from "./registration-form.tsx";

interface ConfirmPageProps {
  invitation: Extract<Invitation, { state: "open" }>;
  organisation: string;
  path: string;
  nonce: string;
  status: number;
  notice?: string | undefined;
}

/** Asks for confirmation before an invite is declined: scanners follow links, and thumbs slip. */
export function confirmDeclinePage(props: ConfirmPageProps): Page {
  const { invitation, organisation, path, nonce, status, notice } = props;
  return {
    status,
    title: "Decline this invitation?",
    content: (
      <div class="card">
        {notice && <Notice>{notice}</Notice>}
        <h1>Decline this invitation?</h1>
        <p>
          <Name of={invitation.inviter} /> will be told that you declined to join <Name of={organisation} />,
          and this link stops working.
        </p>
        <form method="post" action={`${path}/decline`} class="actions">
          <NonceField nonce={nonce} />
          <button class="button" type="submit">
            Decline the invitation
          </button>
          <a class="button quiet" href={path}>
            Go back
          </a>
        </form>
      </div>
    ),
  };
}

/** Says that the invite was declined: by this form (200), or earlier (410). */
export function declinedPage(invitation: Extract<Invitation, { state: "declined" }>, justNow: boolean): Page {
  return {
    status: justNow ? 200 : 410,
    title: "Invitation declined",
    content: (
      <div class="card">
        <h1>{justNow ? "You declined the invitation" : "This invitation was declined"}</h1>
        <p>
          {justNow ? (
            <>
              <Name of={invitation.inviter} /> has been told. You won’t get any more email about this
              invitation.
            </>
          ) : (
            <>
              That was on <When at={invitation.at} />, and <Name of={invitation.inviter} /> was told.
            </>
          )}
        </p>
        <p>
          {justNow ? "Changed your mind? Ask" : "If that was not you, or you have changed your mind, ask"}{" "}
          <Inviter {...invitation} /> for a new invitation.
        </p>
      </div>
    ),
  };
}
