import { type DeliveryState, Invite } from "../../models/invite.ts";
import { TestMail } from "../../models/test-mail.ts";

/** One sending of an email: an invite's, or the test email an account requested. */
export interface MailRef {
  of: "invite" | "test";
  id: string;
  generation: number;
}

/** Tells whether an email is still to be handed over: the latest of its kind, not yet accepted or given up. */
export async function isMailLeaving({ of, id, generation }: MailRef): Promise<boolean> {
  const delivery =
    of === "invite"
      ? (await Invite.findOne({ _id: id, status: "pending", generation }, { delivery: 1 }).lean())?.delivery
      : (await TestMail.findOne({ _id: id, generation }, { delivery: 1 }).lean())?.delivery;
  return delivery !== undefined && leaving.includes(delivery.state);
}

const leaving: readonly DeliveryState[] = ["queued", "sending"];
