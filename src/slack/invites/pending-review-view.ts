import type { KnownBlock, ModalView } from "@slack/types";
import { bold, notice, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { counted, inParts } from "../kit/text.ts";
import type { What } from "./pending-several-state.ts";

/** Keeps a text well below Slack's 3,000 characters. */
const LONGEST_LIST = 2800;

/** Invites that are left out for the same reason. */
export interface LeftOutGroup {
  why: string;
  /** Empty if the reason itself names its one address. */
  emails: readonly string[];
}

interface Review {
  what: What;
  emails: readonly string[];
  leftOut: readonly LeftOutGroup[];
  draftId: string;
}

const invites = (count: number) => counted(count, "invite", "invites");

/**
 * Draws what resending or cancelling several invites will do: 1 block, and 1 for each 2,800 characters of addresses and
 * reasons.
 */
export function severalReviewView({ what, emails, leftOut, draftId }: Review): ModalView {
  const count = emails.length;
  const verb = what === "resend" ? "Resend" : "Cancel";
  const their = count === 1 ? "Its link stops" : "Their links stop";
  const fate =
    what === "resend"
      ? `${invites(count)} will be sent again, with a new link. Earlier links stop working.`
      : `${invites(count)} will be cancelled. ${their} working; no email is sent.`;
  return {
    type: "modal",
    callback_id: ids.pending.review,
    private_metadata: draftId,
    title: title(`${verb} invites?`),
    ...(count > 0 && { submit: plain(`${verb} ${counted(count, "Invite", "Invites")}`, 24) }),
    close: plain("Close"),
    blocks: [
      paragraph(
        bold(count > 0 ? fate : `None of them can be ${what === "resend" ? "resent" : "cancelled"}.`),
      ),
      ...listed(emails),
      ...leftOutBlocks(leftOut),
    ],
  };
}

/** Draws what was done if some were left out: 1 block, and 1 for each 2,800 characters of reasons. */
export function severalResultView(what: What, done: string, leftOut: readonly LeftOutGroup[]): ModalView {
  return {
    ...notice(what === "resend" ? "Resend invites" : "Cancel invites", done),
    blocks: [paragraph(bold(done)), ...leftOutBlocks(leftOut)],
  };
}

function listed(emails: readonly string[]): KnownBlock[] {
  return inParts(emails, LONGEST_LIST).map((part) => paragraph(text(part.join(", "))));
}

function leftOutBlocks(leftOut: readonly LeftOutGroup[]): KnownBlock[] {
  const alone = leftOut.flatMap(({ why, emails }) => (emails.length === 0 ? [why] : []));
  const together = leftOut.filter(({ emails }) => emails.length > 0);
  return [
    ...(leftOut.length > 0 ? [paragraph(bold("Left out"))] : []),
    ...together.flatMap(({ why, emails }) =>
      inParts(emails, LONGEST_LIST - why.length).map((part, index) =>
        paragraph(text(`${index === 0 ? `${why}\n` : ""}${part.join(", ")}`)),
      ),
    ),
    ...inParts(alone, LONGEST_LIST).map((part) => paragraph(text(part.join("\n")))),
  ];
}
