import type { Request } from "express";
import { asLine } from "../locales/sentence.ts";
import { DatabaseUnavailable } from "../services/errors.ts";
import { acceptInvite, nonceHash } from "../services/invites/accept-invite.ts";
import { askForNewLink } from "../services/invites/ask-for-new-link.ts";
import { declineInvite } from "../services/invites/decline-invite.ts";
import type { SignedLink } from "../services/invites/link-token.ts";
import { hasAccount, type Invitation, openInvitation } from "../services/invites/open-invitation.ts";
import { AlreadyRegistered } from "../services/invites/refusals.ts";
import { verifyLink } from "../services/invites/verify-link.ts";
import { within } from "../services/within.ts";
import { newNonce, readFormNonce } from "./form-nonce.ts";
import { type LinkIn, tokenOf } from "./link.ts";
import {
  alreadyRegisteredPage,
  alreadyUsedPage,
  cancelledPage,
  expiredPage,
  provisionedPage,
  replacedPage,
} from "./pages/dead-links.tsx";
import { confirmDeclinePage, declinedPage } from "./pages/decline.tsx";
import { invitePage } from "./pages/invite.tsx";
import type { Notes } from "./pages/notes.ts";
import type { Page, PageFor } from "./pages/page.ts";
import { type Onward, registeredPage } from "./pages/registered.tsx";
import type { RegistrationFormProps } from "./pages/registration-form.tsx";
import { brokenLinkPage } from "./pages/trouble.tsx";
import { isLanguageChoice, type Reader, readerOf } from "./reader.ts";
import { emptyForm, readRegistration } from "./registration.ts";
import type { ReportError } from "./report.ts";
import type { WebSettings } from "./settings.ts";

/** How long a form that couldn't be submitted waits to be redrawn with its invitation. */
const REDRAW_MS = 1_000;

type Open = Extract<Invitation, { state: "open" }>;

/** The nonce of the form that led here, and how an expired invitation is shown. */
interface Shown {
  nonce?: string;
  expired?: Notes;
}

/** A request whose link we signed. */
interface Visit {
  request: Request;
  link: SignedLink;
  /** The invitation's path, including that of PUBLIC_URL. */
  path: string;
}

/** Draws an invitation that can still be answered. */
type WhenOpen = (invitation: Open, reader: Reader) => Page;

const foreignForm: Notes = { status: 403, notice: ({ pages }) => pages.foreignForm };

/** Creates the handlers of the invitee's paths. Each takes a request and returns a page. */
export function inviteePages(settings: WebSettings, linkIn: LinkIn, report: ReportError) {
  const { organisationName: organisation, publicUrl, afterAcceptUrl, afterAcceptText, slackUrl } = settings;
  const { origin, pathname } = new URL(publicUrl);

  /**
   * Finds where a newly registered user continues: where the organisation says, or in Slack if they have an account.
   */
  async function onwardFor({ link }: Visit, { words: { pages } }: Reader): Promise<Onward | null> {
    if (afterAcceptUrl) return { label: asLine(pages.continueTo({ organisation })), url: afterAcceptUrl };
    return (await hasAccount(link)) ? { label: pages.openSlack, url: slackUrl } : null;
  }

  async function brokenLink(request: Request): Promise<PageFor> {
    const reader = await readerOf(request, settings.language);
    return { page: brokenLinkPage(reader), reader };
  }

  /** Answers every request without a link signed by us with the same page. */
  function withLink(answer: (visit: Visit) => Promise<PageFor>) {
    return async (request: Request): Promise<PageFor> => {
      const link = linkIn(request);
      if (!link) return brokenLink(request);
      return answer({ request, link, path: `${pathname.replace(/\/$/, "")}/invite/${tokenOf(request)}` });
    };
  }

  /** The same for handlers that act on the link before the page is drawn from its new state. */
  function actingOn(answer: (visit: Visit) => Promise<PageFor>) {
    return withLink(async (visit) =>
      (await verifyLink(visit.link)) ? answer(visit) : brokenLink(visit.request),
    );
  }

  /** Draws the current state of the link, in the reader's language. */
  async function pageOf(visit: Visit, whenOpen: WhenOpen, shown: Shown = {}): Promise<PageFor> {
    const invitation = await openInvitation(visit.link, organisation);
    if (!invitation) return brokenLink(visit.request);
    const reader = await readerOf(visit.request, settings.language, invitation.languages);
    const posted = visit.request.method === "POST";
    return { page: await stateOf(invitation, visit, whenOpen, shown, reader), reader, posted };
  }

  async function stateOf(
    invitation: Invitation,
    visit: Visit,
    whenOpen: WhenOpen,
    { nonce, expired = { status: 410 } }: Shown,
    reader: Reader,
  ): Promise<Page> {
    const { path } = visit;
    const sameForm = nonce !== undefined && "nonce" in invitation && invitation.nonce === nonceHash(nonce);
    switch (invitation.state) {
      case "open":
        return whenOpen(invitation, reader);
      case "accepted": {
        const onward = await onwardFor(visit, reader);
        if (invitation.provisioned) return provisionedPage(invitation, onward, reader);
        return sameForm
          ? registeredPage({ ...invitation, organisation, next: afterAcceptText, onward }, reader)
          : alreadyUsedPage(invitation, onward, reader);
      }
      case "declined":
        return declinedPage(invitation, sameForm, reader);
      case "cancelled":
        return cancelledPage(invitation, reader);
      case "expired":
        return expiredPage({ invitation, path, nonce: newNonce(), ...expired }, reader);
      case "replaced":
        return replacedPage(invitation, reader);
    }
  }

  function formPage(
    { path }: Visit,
    form: Partial<Omit<RegistrationFormProps, "reader">> & Notes = { status: 200, fresh: true },
  ): WhenOpen {
    const { status, ...filled } = form;
    return (invitation, reader) => {
      const { name } = invitation;
      const typed = name === null ? emptyForm : { ...emptyForm, name };
      const first = { path, nonce: newNonce(), typed, errors: {}, fresh: false };
      return invitePage({ invitation, organisation, status, form: { ...first, ...filled } }, reader);
    };
  }

  function confirmPage({ path }: Visit, notes: Notes = { status: 200 }, nonce = newNonce()): WhenOpen {
    return (invitation, reader) =>
      confirmDeclinePage({ invitation, organisation, path, nonce, ...notes }, reader);
  }

  /**
   * Explains above the form that the database did not answer in time.
   *
   * @throws any other error again
   */
  function afterTimeout({ request }: Visit, error: unknown): Notes {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    const id = report(request, error);
    const { unsure } = error.facts;
    return {
      status: 503,
      notice: ({ pages }) => (unsure ? pages.acceptUnsure({ id }) : pages.notInTime({ id })),
    };
  }

  async function alreadyRegistered(visit: Visit, nonce: string): Promise<PageFor> {
    const invitation = await openInvitation(visit.link, organisation);
    const reader = await readerOf(visit.request, settings.language, invitation?.languages);
    const onward = await onwardFor(visit, reader);
    return pageOf(visit, (open) => alreadyRegisteredPage(open, onward, reader), { nonce });
  }

  return {
    show: withLink((visit) => pageOf(visit, formPage(visit))),

    accept: actingOn(async (visit) => {
      const { body } = visit.request;
      const { typed, errors, registration } = await readRegistration(body);
      const nonce = readFormNonce(visit.request, origin);
      if (nonce === null) return pageOf(visit, formPage(visit, { ...foreignForm, typed }));
      const redraw = () => pageOf(visit, formPage(visit, { status: 200, nonce, typed }), { nonce });
      if (isLanguageChoice(body)) return redraw();
      if (!registration)
        return pageOf(visit, formPage(visit, { status: 422, nonce, typed, errors }), { nonce });
      try {
        await acceptInvite(visit.link, registration, nonce);
      } catch (error) {
        if (error instanceof AlreadyRegistered) {
          return alreadyRegistered(visit, nonce);
        }
        const redisplay = afterTimeout(visit, error);
        return soon(pageOf(visit, formPage(visit, { ...redisplay, nonce, typed }), { nonce }), error);
      }
      return redraw();
    }),

    confirmDecline: withLink((visit) => pageOf(visit, confirmPage(visit))),

    decline: actingOn(async (visit) => {
      const nonce = readFormNonce(visit.request, origin);
      if (nonce === null) return pageOf(visit, confirmPage(visit, foreignForm));
      try {
        await declineInvite(visit.link, nonce);
      } catch (error) {
        return soon(pageOf(visit, confirmPage(visit, afterTimeout(visit, error), nonce), { nonce }), error);
      }
      return pageOf(visit, confirmPage(visit), { nonce });
    }),

    askForNewLink: actingOn(async (visit) => {
      if (readFormNonce(visit.request, origin) === null)
        return pageOf(visit, formPage(visit), { expired: foreignForm });
      await askForNewLink(visit.link);
      return pageOf(visit, formPage(visit), { expired: { status: 200 } });
    }),
  };
}

/**
 * Waits a little longer for a page, as the person who pressed the button has already waited for long.
 *
 * @throws the error that prevented the button's action
 */
async function soon(page: Promise<PageFor>, error: unknown): Promise<PageFor> {
  const answer = await within(
    REDRAW_MS,
    page.catch(() => null),
  );
  if (!answer) throw error;
  return answer;
}
