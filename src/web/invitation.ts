import type { Request } from "express";
import { AlreadyRegistered, DatabaseUnavailable } from "../services/errors.ts";
import { acceptInvite, nonceHash } from "../services/invites/accept-invite.ts";
import { askForNewLink } from "../services/invites/ask-for-new-link.ts";
import { declineInvite } from "../services/invites/decline-invite.ts";
import { type LinkClaims, readLink } from "../services/invites/link-token.ts";
import { type Invitation, openInvitation } from "../services/invites/open-invitation.ts";
import { newNonce, nonceFromOwnForm } from "./own-form.ts";
import {
  alreadyRegisteredPage,
  alreadyUsedPage,
  cancelledPage,
  expiredPage,
  replacedPage,
} from "./pages/dead-links.tsx";
import { confirmDeclinePage, declinedPage } from "./pages/decline.tsx";
import { invitePage } from "./pages/invite.tsx";
import type { Page } from "./pages/page.ts";
import { registeredPage } from "./pages/registered.tsx";
import type { RegistrationFormProps } from "./pages/registration-form.tsx";
import { brokenLinkPage } from "./pages/trouble.tsx";
import { emptyForm, readRegistration } from "./registration.ts";
import type { Report } from "./report.ts";
import type { WebSettings } from "./settings.ts";

type Open = Extract<Invitation, { state: "open" }>;

/** A request with a link of ours. */
interface Visit {
  request: Request;
  link: LinkClaims;
  /** The invitation's own path, wherever we are mounted. */
  path: string;
}

/** Why a page is shown again, and with which status. */
interface Remark {
  status: number;
  notice?: string;
}

const notOurs: Remark = {
  status: 403,
  notice: "That did not come from this page, so nothing was changed. Press the button once more.",
};

/** What the invitee's paths do: each takes a request and answers with a page. */
export function invitee(settings: WebSettings, report: Report) {
  const { organisationName: organisation, linkKeys, publicUrl, afterAcceptUrl, slackUrl } = settings;
  const { origin, pathname } = new URL(publicUrl);
  const onward = afterAcceptUrl
    ? { label: `Continue to ${organisation}`, url: afterAcceptUrl }
    : { label: "Open Slack", url: slackUrl };

  /** Whoever comes without a link of ours gets one and the same page, whatever they came with. */
  function withLink(answer: (visit: Visit) => Promise<Page>) {
    return async (request: Request): Promise<Page> => {
      const token = String(request.params.token);
      const link = await readLink(token, linkKeys);
      if (!link) return brokenLinkPage;
      return answer({ request, link, path: `${pathname.replace(/\/$/, "")}/invite/${token}` });
    };
  }

  /** The page of what the link stands for now; `whenOpen` draws it while it can still be answered. */
  async function pageOf(
    { link, path }: Visit,
    whenOpen: (invitation: Open) => Page,
    { nonce, expired = { status: 410 } }: { nonce?: string; expired?: Remark } = {},
  ): Promise<Page> {
    const invitation = await openInvitation(link);
    if (!invitation) return brokenLinkPage;
    const mine = nonce !== undefined && "nonce" in invitation && invitation.nonce === nonceHash(nonce);
    switch (invitation.state) {
      case "open":
        return whenOpen(invitation);
      case "accepted":
        return mine
          ? registeredPage({ ...invitation, organisation, onward })
          : alreadyUsedPage(invitation, onward);
      case "declined":
        return declinedPage(invitation, mine);
      case "cancelled":
        return cancelledPage(invitation);
      case "expired":
        return expiredPage({ invitation, path, nonce: newNonce(), ...expired });
      case "replaced":
        return replacedPage(invitation);
    }
  }

  function invitationWith(
    { path }: Visit,
    form: Partial<RegistrationFormProps> & Remark = { status: 200, fresh: true },
  ) {
    const { status, ...filled } = form;
    const blank = { path, nonce: newNonce(), typed: emptyForm, errors: {}, fresh: false };
    return (invitation: Open) =>
      invitePage({ invitation, organisation, now: new Date(), status, form: { ...blank, ...filled } });
  }

  function askingOnceMore({ path }: Visit, remark: Remark = { status: 200 }, nonce = newNonce()) {
    return (invitation: Open) => confirmDeclinePage({ invitation, organisation, path, nonce, ...remark });
  }

  /** What is said above a form whose answer the database did not take in time; any other error is not ours to tell. */
  function unanswered({ request }: Visit, error: unknown): Remark {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    const id = report(request, error);
    return {
      status: 503,
      notice: `${error.sentence()} If it happens again, tell whoever invited you this id: ${id}`,
    };
  }

  return {
    show: withLink((visit) => pageOf(visit, invitationWith(visit))),

    accept: withLink(async (visit) => {
      const { typed, errors, registration } = await readRegistration(visit.request.body);
      const nonce = nonceFromOwnForm(visit.request, origin);
      if (nonce === null) return pageOf(visit, invitationWith(visit, { ...notOurs, typed }));
      if (!registration)
        return pageOf(visit, invitationWith(visit, { status: 422, nonce, typed, errors }), { nonce });
      try {
        await acceptInvite(visit.link, registration, nonce);
      } catch (error) {
        if (error instanceof AlreadyRegistered)
          return pageOf(visit, (invitation) => alreadyRegisteredPage(invitation, onward), { nonce });
        const remark = unanswered(visit, error);
        return pageOf(visit, invitationWith(visit, { ...remark, nonce, typed }), { nonce });
      }
      return pageOf(visit, invitationWith(visit, { status: 200, nonce, typed }), { nonce });
    }),

    confirmDecline: withLink((visit) => pageOf(visit, askingOnceMore(visit))),

    decline: withLink(async (visit) => {
      const nonce = nonceFromOwnForm(visit.request, origin);
      if (nonce === null) return pageOf(visit, askingOnceMore(visit, notOurs));
      try {
        await declineInvite(visit.link, nonce);
      } catch (error) {
        return pageOf(visit, askingOnceMore(visit, unanswered(visit, error), nonce), { nonce });
      }
      return pageOf(visit, askingOnceMore(visit), { nonce });
    }),

    askForNewLink: withLink(async (visit) => {
      if (nonceFromOwnForm(visit.request, origin) === null)
        return pageOf(visit, invitationWith(visit), { expired: notOurs });
      await askForNewLink(visit.link);
      return pageOf(visit, invitationWith(visit), { expired: { status: 200 } });
    }),
  };
}
