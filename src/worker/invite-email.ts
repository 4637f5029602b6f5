import { startMailing } from "../services/invites/begin-sending.ts";
import { recordDelivery, recordSent } from "../services/invites/record-delivery.ts";
import { type Asks, done, type Kind } from "./handler.ts";
import { mailLink } from "./mail-link.ts";

/** Mails the link of one generation, unless the invite has moved on. */
export const inviteEmail: Kind<Asks<"invite-email">> = {
  async carryOut({ inviteId, generation }, held, means) {
    const id = String(inviteId);
    const invite = await startMailing(id, generation);
    if (!invite) return done;
    return {
      attempt: await mailLink(invite, generation > 1 ? "resent" : "invite", held, means),
      async record(outcome, at) {
        if (outcome.is === "done") await recordSent(id, generation, at);
        if (outcome.is === "retry")
          await recordDelivery(id, [{ state: "sending", generation, at, reason: outcome.fault }], at);
      },
    };
  },
  async giveUp({ inviteId, generation }, { fault: reason, badAddress }, at) {
    const step = { state: "failed" as const, generation, at, reason, ...(badAddress && { permanent: true }) };
    await recordDelivery(String(inviteId), [step], at);
  },
};
