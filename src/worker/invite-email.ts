import { beginSending } from "../services/invites/begin-sending.ts";
import { recordDelivery, recordSent } from "../services/invites/record-delivery.ts";
import { settlerOfDone } from "../services/settle-jobs.ts";
import { giveWay } from "./give-way.ts";
import { done, type Handler } from "./handler.ts";
import { mailLink } from "./mail-link.ts";

/** Kept short: if the process dies in that time, many emails are sent twice. */
const GATHER_MS = 25;

/** Emails sent at about the same time are recorded in one transaction. */
const settleSent = settlerOfDone(recordSent, GATHER_MS);

/** Emails the link of one generation, unless the invite has moved on. */
export const inviteEmail = {
  async handle({ inviteId, generation }, job, context) {
    const id = String(inviteId);
    const invite = await beginSending({ inviteId, generation });
    if (!invite) return done;
    return {
      attempt: await mailLink(invite, generation > 1 ? "resent" : "invite", job, context),
      settleDone: () => settleSent({ job, what: { inviteId, generation } }),
      async record(outcome, at) {
        if (outcome.kind === "retry" || outcome.kind === "limited")
          await recordDelivery(id, [{ state: "sending", generation, at, reason: outcome.error }], at);
      },
    };
  },
  async onFailed({ inviteId, generation }, { error: reason, invalidRecipient }, at) {
    const step = {
      state: "failed" as const,
      generation,
      at,
      reason,
      ...(invalidRecipient && { permanent: true }),
    };
    await recordDelivery(String(inviteId), [step], at);
  },
} satisfies Handler<"invite-email" | "imported-email">;

/** The same for one of many invites in a run: nobody is waiting for it. */
export const importedEmail: Handler<"imported-email"> = {
  ...inviteEmail,
  async handle(spec, job, context) {
    await giveWay(context);
    return inviteEmail.handle(spec, job, context);
  },
};
