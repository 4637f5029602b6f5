import type { Request } from "express";
import type { Words } from "../locales/words.ts";
import { isDomainError, NotAdmin, NotRegistered } from "../services/errors.ts";
import { nonceHash } from "../services/invites/accept-invite.ts";
import { confirmAnswer } from "../services/requests/confirm-answer.ts";
import {
  type ConfirmationLink,
  type OpenedConfirmation,
  openConfirmation,
} from "../services/requests/confirmations.ts";
import { OwnRequest, RequestSettled } from "../services/requests/refusals.ts";
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
import type { Notes } from "./pages/notes.ts";
import type { Page, PageFor } from "./pages/page.ts";
import { brokenConfirmationPage } from "./pages/trouble.tsx";
import { type Reader, readerOf } from "./reader.ts";
import type { ReportError } from "./report.ts";
import type { WebSettings } from "./settings.ts";

type Open = Extract<OpenedConfirmation, { state: "open" }>;

/** How the form is shown again, and why. */
interface Redisplay extends Notes {
  nonce?: string;
  /** Shown as before: reading it again would wait for a database that doesn't answer. */
  asSeen?: true;
}

const foreignForm: Redisplay = {
  status: 403,
  notice: ({ pages }) => pages.foreignForm,
};

/** Creates the handlers of the page that confirms approvals. Each takes a request and returns a page. */
export function confirmationPages(settings: WebSettings, report: ReportError) {
  const { origin, pathname } = new URL(settings.publicUrl);

  function linkIn(request: Request): ConfirmationLink | null {
    return readToken("confirmation", tokenOf(request), settings.linkKeys);
  }

  function formPage(request: Request, confirmation: Open, shown: Redisplay, reader: Reader): Page {
    const path = `${pathname.replace(/\/$/, "")}/confirm/${tokenOf(request)}`;
    return confirmPage({ confirmation, path, ...shown, nonce: shown.nonce ?? newNonce() }, reader);
  }

  /** Draws the current state of the link: the form, if it can still be confirmed. */
  async function pageOf(
    request: Request,
    link: ConfirmationLink,
    shown: Redisplay,
    reader: Reader,
  ): Promise<Page> {
    const { nonce } = shown;
    const confirmation = await openConfirmation(link);
    if (!confirmation) return brokenConfirmationPage(reader);
    switch (confirmation.state) {
      case "open":
        return formPage(request, confirmation, shown, reader);
      case "used":
        return confirmedPage(
          confirmation,
          nonce !== undefined && confirmation.nonce === nonceHash(nonce),
          reader,
        );
      case "expired":
        return confirmationExpiredPage(confirmation, reader);
      case "replaced":
        return confirmationReplacedPage(confirmation, reader);
      case "settled":
        return confirmationSettledPage(confirmation, reader);
    }
  }

  /**
   * Counts the approval.
   *
   * @returns how the form is shown, if it still is; null if they may no longer approve
   */
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
      if (isDomainError(error)) return { status: 422, nonce, notice: refusalIn(error) };
      const id = report(request, error);
      return { status: 503, nonce, asSeen: true, notice: ({ pages }) => pages.confirmUnsure({ id }) };
    }
    return { status: 200, nonce };
  }

  /** Draws a page in the language of its reader. */
  function forReader(draw: (request: Request, reader: Reader) => Promise<Page>) {
    return async (request: Request): Promise<PageFor> => {
      const reader = await readerOf(request, settings.language);
      return { page: await draw(request, reader), reader, posted: request.method === "POST" };
    };
  }

  return {
    show: forReader(async (request, reader) => {
      const link = linkIn(request);
      return link ? pageOf(request, link, { status: 200 }, reader) : brokenConfirmationPage(reader);
    }),

    confirm: forReader(async (request, reader) => {
      const link = linkIn(request);
      const opened = link && (await openConfirmation(link));
      if (!opened) return brokenConfirmationPage(reader);
      const nonce = readFormNonce(request, origin);
      if (nonce === null) return pageOf(request, link, foreignForm, reader);
      if (opened.state !== "open") return pageOf(request, link, { status: 200, nonce }, reader);
      const shown = await confirm(request, link, opened, nonce);
      if (!shown) return noLongerDecidesPage(reader);
      return shown.asSeen ? formPage(request, opened, shown, reader) : pageOf(request, link, shown, reader);
    }),
  };
}

/** The rules give their reasons in English. In other languages Slack does, where the request can be answered. */
const refusalIn =
  (error: { sentence(): string }) =>
  ({ language, pages }: Words) =>
    language.code === "en" ? error.sentence() : pages.cannotNow;
