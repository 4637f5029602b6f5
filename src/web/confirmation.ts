import type { Request } from "express";
import { isDomainError, NotAdmin, NotRegistered, OwnRequest, RequestSettled } from "../services/errors.ts";
import { nonceHash } from "../services/invites/accept-invite.ts";
import { confirmAnswer } from "../services/requests/confirm-answer.ts";
import {
  type ConfirmationLink,
  type OpenedConfirmation,
  openConfirmation,
} from "../services/requests/confirmations.ts";
import { readToken } from "../services/signed-token.ts";
import { newNonce, readFormNonce } from "./form-nonce.ts";
import { tokenOf } from "./link.ts";
import {
  confirmationExpiredPage,
  confirmationReplacedPage,
  confirmationSettledPage,
  confirmedPage,
  confirmPage,
  noLongerDecidesPage,
} from "./pages/confirm.tsx";
import type { Page } from "./pages/page.ts";
import { brokenLinkPage } from "./pages/trouble.tsx";
import type { ReportError } from "./report.ts";
import type { WebSettings } from "./settings.ts";

type Open = Extract<OpenedConfirmation, { state: "open" }>;

/** How the form is shown again, and why. */
interface Redisplay {
  status: number;
  notice?: string;
  nonce?: string;
}

const foreignForm: Redisplay = {
  status: 403,
  notice: "That did not come from this page, so nothing was changed. Press the button once more.",
};

/** Creates the handlers of the page on which approvals are confirmed. Each takes a request and returns a page. */
export function confirmationPages(settings: WebSettings, report: ReportError) {
  const { origin, pathname } = new URL(settings.publicUrl);

  function linkIn(request: Request): ConfirmationLink | null {
    return readToken("confirmation", tokenOf(request), settings.linkKeys);
  }

  /** Draws what the link stands for now; the form, where it can still be confirmed. */
  async function pageOf(
    request: Request,
    link: ConfirmationLink,
    { nonce, ...shown }: Redisplay = { status: 200 },
  ): Promise<Page> {
    const confirmation = await openConfirmation(link);
    if (!confirmation) return brokenLinkPage;
    switch (confirmation.state) {
      case "open": {
        const path = `${pathname.replace(/\/$/, "")}/confirm/${tokenOf(request)}`;
        return confirmPage({ confirmation, path, nonce: nonce ?? newNonce(), ...shown });
      }
      case "used":
        return confirmedPage(confirmation, nonce !== undefined && confirmation.nonce === nonceHash(nonce));
      case "expired":
        return confirmationExpiredPage(confirmation);
      case "replaced":
        return confirmationReplacedPage(confirmation);
      case "settled":
        return confirmationSettledPage(confirmation);
    }
  }

  /** Counts the approval. @returns how the form is shown, if it still is; null where they may not approve any more */
  async function confirm(
    request: Request,
    link: ConfirmationLink,
    open: Open,
    nonce: string,
  ): Promise<Redisplay | null> {
    try {
      const actor = await settings.accountNow(open.account.userId);
      await confirmAnswer(actor, link, open, { nonce, policy: settings.requests });
    } catch (error) {
      if (error instanceof NotAdmin || error instanceof NotRegistered || error instanceof OwnRequest)
        return null;
      if (error instanceof RequestSettled) return { status: 200, nonce };
      if (isDomainError(error)) return { status: 422, nonce, notice: error.sentence() };
      const id = report(request, error);
      const notice = `We can't tell whether this went through. Press the button once more: nothing is done twice. If it happens again, tell an admin this id: ${id}`;
      return { status: 503, nonce, notice };
    }
    return { status: 200, nonce };
  }

  return {
    async show(request: Request): Promise<Page> {
      const link = linkIn(request);
      return link ? pageOf(request, link) : brokenLinkPage;
    },

    async confirm(request: Request): Promise<Page> {
      const link = linkIn(request);
      const opened = link && (await openConfirmation(link));
      if (!opened) return brokenLinkPage;
      const nonce = readFormNonce(request, origin);
      if (nonce === null) return pageOf(request, link, foreignForm);
      if (opened.state !== "open") return pageOf(request, link, { status: 200, nonce });
      const shown = await confirm(request, link, opened, nonce);
      return shown ? pageOf(request, link, shown) : noLongerDecidesPage;
    },
  };
}
