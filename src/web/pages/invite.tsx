import { termName } from "../../services/ends.ts";
import type { Invitation } from "../../services/invites/open-invitation.ts";
import { Access } from "./access.tsx";
import type { Page } from "./page.ts";
import { Email, fromNow, Inviter, Name, When } from "./phrases.tsx";
import { RegistrationForm, type RegistrationFormProps } from "./registration-form.tsx";

interface InvitePageProps {
  invitation: Extract<Invitation, { state: "open" }>;
  organisation: string;
  form: RegistrationFormProps;
  status: number;
}

/** Shows an open invitation: who invites, into what, until when, and the form that accepts. */
export function invitePage({ invitation, organisation, form, status }: InvitePageProps): Page {
  const { inviter, message, groups, term, email, expiresAt, now } = invitation;
  const itself = inviter === organisation;
  const heading = `${inviter} invites you to join${itself ? "" : ` ${organisation}`}`;
  return {
    status,
    title: status === 200 ? heading : `Not registered yet: ${heading}`,
    wide: true,
    footer: (
      <p>
        Not expecting this? Close the page and nothing happens, or ask <Inviter {...invitation} />.
      </p>
    ),
    content: (
      <>
        <div class="facts">
          <h1>
            <Name of={inviter} /> invites you to join
            {!itself && (
              <>
                {" "}
                <Name of={organisation} />
              </>
            )}
          </h1>
          <p>
            This invitation is for{" "}
            <strong>
              <Email of={email} />
            </strong>
            . It expires {fromNow(expiresAt, now)}, on <When at={expiresAt} />.
          </p>
          {message && (
            <figure>
              <figcaption>
                <Name of={inviter} /> writes
              </figcaption>
              <blockquote dir="auto">{message}</blockquote>
            </figure>
          )}
          {groups.length > 0 && (
            <section>
              <h2>{groups.length === 1 ? "The group you join" : "The groups you join"}</h2>
              {term && <p>{termName(term)}</p>}
              <Access groups={groups} />
            </section>
          )}
        </div>
        <section class="card" aria-labelledby="details">
          <h2 id="details">Your details</h2>
          <RegistrationForm {...form} />
          <p class="aside">
            <a href={`${form.path}/decline`}>No, thank you</a>
          </p>
        </section>
      </>
    ),
  };
}
