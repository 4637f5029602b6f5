import { asLine } from "../../locales/sentence.ts";
import { termIn } from "../../services/ends.ts";
import type { Invitation } from "../../services/invites/open-invitation.ts";
import type { Reader } from "../reader.ts";
import { Access } from "./access.tsx";
import type { Page } from "./page.ts";
import { Email, Inviter, moments, Say } from "./phrases.tsx";
import { formId, RegistrationForm, type RegistrationFormProps } from "./registration-form.tsx";

interface InvitePageProps {
  invitation: Extract<Invitation, { state: "open" }>;
  organisation: string;
  form: Omit<RegistrationFormProps, "reader">;
  status: number;
}

/** Shows an open invitation: who invites, to which groups, until when, and the form that accepts. */
export function invitePage(
  { invitation, organisation, form, status }: InvitePageProps,
  reader: Reader,
): Page {
  const { inviter, message, groups, term, email, expiresAt, now } = invitation;
  const { words, query } = reader;
  const { mail, pages } = words;
  const invites =
    inviter === organisation
      ? mail.organisationSubject({ organisation })
      : mail.inviteSubject({ inviter, organisation });
  const facts = {
    email: (
      <strong>
        <Email of={email} />
      </strong>
    ),
    left: words.fromNow(expiresAt, now),
    at: moments(words)(expiresAt),
  };
  const title = asLine(invites);
  return {
    status,
    title: status === 200 ? title : asLine(pages.notRegisteredTitle({ heading: title })),
    wide: true,
    // A page with errors is large enough without the menu.
    form: status === 200 ? formId : undefined,
    footer: (
      <p>
        <Say of={pages.notExpecting({ inviter: <Inviter {...invitation} /> })} />
      </p>
    ),
    content: (
      <>
        <div class="facts">
          <h1>
            <Say of={invites} />
          </h1>
          <p>
            <Say of={pages.invitationFor(facts)} />
          </p>
          {message && (
            <figure>
              <figcaption>
                <Say of={mail.writes({ inviter })} />
              </figcaption>
              <blockquote dir="auto">{message}</blockquote>
            </figure>
          )}
          {groups.length > 0 && (
            <section>
              <h2>
                <Say of={pages.groupsToJoin({ count: groups.length })} />
              </h2>
              {term && (
                <p>
                  <Say of={termIn(term, words)} />
                </p>
              )}
              <Access groups={groups} words={words} />
            </section>
          )}
        </div>
        <section class="card" aria-labelledby="details">
          <h2 id="details">{pages.yourDetails}</h2>
          <RegistrationForm {...form} reader={reader} />
          <p class="aside">
            <a href={`${form.path}/decline${query}`}>{pages.noThanks}</a>
          </p>
        </section>
      </>
    ),
  };
}
