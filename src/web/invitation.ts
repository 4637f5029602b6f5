import type { Request } from "express";
import { AlreadyRegistered, DatabaseUnavailable } from "../services/errors.ts";
import { acceptInvite, nonceHash } from "../services/invites/accept-invite.ts";
import { askForNewLink } from "../services/invites/ask-for-new-link.ts";
import { declineInvite } from "../services/invites/decline-invite.ts";
import type { SignedLink } from "../services/invites/link-token.ts";
import { hasAccount, type Invitation, openInvitation } from "../services/invites/open-invitation.ts";
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
import type { Page } from "./pages/page.ts";
import { type Onward, registeredPage } from "./pages/registered.tsx";
import type { RegistrationFormProps } from "./pages/registration-form.tsx";
import { brokenLinkPage } from "./pages/trouble.tsx";
import { emptyForm, readRegistration } from "./registration.ts";
import type { ReportError } from "./report.ts";
import type { WebSettings } from "./settings.ts";

/** How long a form that could not be sent waits for what stands above it. */
const REDRAW_MS = 1_000;

type Open = Extract<Invitation, { state: "open" }>;

/** A request whose link we signed. */
interface Visit {
  request: Request;
  link: SignedLink;
  /** The invitation's path, including that of PUBLIC_URL. */
  path: string;
}

/** The status of a page that is shown again, and why it is. */
interface Redisplay {
  status: number;
  notice?: string;
}

const foreignForm: Redisplay = {
  status: 403,
  notice: "That did not come from this page, so nothing was changed. Press the button once more.",
};

/** Creates the handlers of the invitee's paths. Each takes a request and returns a page. */
export function inviteePages(settings: WebSettings, linkIn: LinkIn, report: ReportError) {
  const { organisationName: organisation, publicUrl, afterAcceptUrl, afterAcceptText, slackUrl } = settings;
  const { origin, pathname } = new URL(publicUrl);

  /** Finds where whoever registered continues: where the organisation says, or in Slack if they have an account. */
  async function onwardFor({ link }: Visit): Promise<Onward | null> {
    if (afterAcceptUrl) return { label: `Continue to ${organisation}`, url: afterAcceptUrl };
    return (await hasAccount(link)) ? { label: "Open Slack", url: slackUrl } : null;
  }

  /** Answers every request without a link that we signed with the same page. */
  function withLink(answer: (visit: Visit) => Promise<Page>) {
    return async (request: Request): Promise<Page> => {
      const link = linkIn(request);
      if (!link) return brokenLinkPage;
      return answer({ request, link, path: `${pathname.replace(/\/$/, "")}/invite/${tokenOf(request)}` });
    };
  }

  /** The same for what acts on the link, before a page is drawn from what it stands for then. */
  function actingOn(answer: (visit: Visit) => Promise<Page>) {
    return withLink(async (visit) => ((await verifyLink(visit.link)) ? answer(visit) : brokenLinkPage));
  }

  /** Draws what the link stands for now; `whenOpen` draws an invitation that can still be answered. */
  async function pageOf(
    visit: Visit,
    whenOpen: (invitation: Open) => Page,
    { nonce, expired = { status: 410 } }: { nonce?: string; expired?: Redisplay } = {},
  ): Promise<Page> {
    const { link, path } = visit;
    const invitation = await openInvitation(link, organisation);
    if (!invitation) return brokenLinkPage;
    const sameForm = nonce !== undefined && "nonce" in invitation && invitation.nonce === nonceHash(nonce);
    switch (invitation.state) {
      case "open":
        return whenOpen(invitation);
      case "accepted": {
        const onward = await onwardFor(visit);
        if (invitation.provisioned) return provisionedPage(invitation, onward);
        return sameForm
          ? registeredPage({ ...invitation, organisation, next: afterAcceptText, onward })
          : alreadyUsedPage(invitation, onward);
      }
      case "declined":
        return declinedPage(invitation, sameForm);
      case "cancelled":
        return cancelledPage(invitation);
      case "expired":
        return expiredPage({ invitation, path, nonce: newNonce(), ...expired });
      case "replaced":
        return replacedPage(invitation);
    }
  }

  function formPage(
    { path }: Visit,
    form: Partial<RegistrationFormProps> & Redisplay = { status: 200, fresh: true },
  ) {
    const { status, ...filled } = form;
    return (invitation: Open) => {
      const { name } = invitation;
      const typed = name === null ? emptyForm : { ...emptyForm, name };
      const first = { path, nonce: newNonce(), typed, errors: {}, fresh: false };
      return invitePage({ invitation, organisation, status, form: { ...first, ...filled } });
    };
  }

  function confirmPage({ path }: Visit, redisplay: Redisplay = { status: 200 }, nonce = newNonce()) {
    return (invitation: Open) => confirmDeclinePage({ invitation, organisation, path, nonce, ...redisplay });
  }

  /** Explains above the form that the database did not answer in time. @throws any other error again */
  function afterTimeout({ request }: Visit, error: unknown): Redisplay {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    const id = report(request, error);
    const sentence = error.facts.unsure
      ? "We can't tell whether this went through: our database stopped answering. Press the button once more. Nothing is done twice."
      : error.sentence();
    return {
      status: 503,
      notice: `${sentence} If it happens again, tell whoever invited you this id: ${id}`,
    };
  }

  return {
    show: withLink((visit) => pageOf(visit, formPage(visit))),

    accept: actingOn(async (visit) => {
      const { typed, errors, registration } = await readRegistration(visit.request.body);
      const nonce = readFormNonce(visit.request, origin);
      if (nonce === null) return pageOf(visit, formPage(visit, { ...foreignForm, typed }));
      if (!registration)
        return pageOf(visit, formPage(visit, { status: 422, nonce, typed, errors }), { nonce });
      try {
        await acceptInvite(visit.link, registration, nonce);
      } catch (error) {
        if (error instanceof AlreadyRegistered) {
          const onward = await onwardFor(visit);
          return pageOf(visit, (invitation) => alreadyRegisteredPage(invitation, onward), { nonce });
        }
        const redisplay = afterTimeout(visit, error);
        return soon(pageOf(visit, formPage(visit, { ...redisplay, nonce, typed }), { nonce }), error);
      }
      return pageOf(visit, formPage(visit, { status: 200, nonce, typed }), { nonce });
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
 * Waits for a page a little longer: whoever pressed the button has waited for long.
 *
 * @throws the error that kept the button's work from being done
 */
async function soon(page: Promise<Page>, error: unknown): Promise<Page> {
  const answer = await within(
    REDRAW_MS,
    page.catch(() => null),
  );
  if (!answer) throw error;
  return answer;
}
