import { type DeliveryReasonCode, readReason } from "../../models/delivery-reason.ts";
import type { DeliveryStep } from "../../models/invite.ts";
import { isTrouble } from "../../services/invites/delivery.ts";

/** What an admin can do to get an invite through. */
export interface Remedy {
  buttons: ("resend" | "correct" | "link")[];
  /** What only others can do, as additional sentences. */
  advice?: string;
}

/** Reasons for which SendGrid will drop the next email too, and how to end that. */
const droppedAgain: Partial<Record<DeliveryReasonCode, string>> = {
  reported_as_spam: onList("Give", "Spam Reports"),
  unsubscribed: onList("Give", "Global Unsubscribes"),
  earlier_bounce: onList("If the address is right, give", "Bounces"),
  spam_content: "Send them the link yourself, or cancel this invite and send one with a different message.",
};

/** For an entry on one of SendGrid's lists: a new invite can be sent once it is removed. */
function onList(give: string, list: string): string {
  return `${give} them the link yourself. Or ask the operator to remove them from SendGrid’s ${list}, then cancel this invite and send a new one.`;
}

/** An unanswered invite: the delivery of its email, and whether it is overdue. */
interface Unanswered {
  expired: boolean;
  delivery: Pick<DeliveryStep, "state" | "reason" | "permanent">;
}

/**
 * Returns what helps with an invite. Resending is not offered if that email wouldn't arrive either, unless only it
 * makes the link valid again.
 */
export function remedyFor({ expired, delivery }: Unanswered): Remedy {
  const isKnown = isTrouble(delivery) || delivery.state === "delivered";
  const again = isKnown ? droppedAgain[readReason(delivery.reason ?? "").code] : undefined;
  if (delivery.permanent)
    return {
      buttons: again && !expired ? ["correct", "link"] : ["correct"],
      ...(again && { advice: again }),
    };
  if (!again) return { buttons: ["resend"] };
  const dropped = `Another email would be dropped${isTrouble(delivery) ? " too" : ""}.`;
  return { buttons: [expired ? "resend" : "link"], advice: `${dropped} ${again}` };
}

/** Tells whether resending an invite may help. */
export const helpsToResend = (invite: Unanswered): boolean => remedyFor(invite).buttons.includes("resend");
