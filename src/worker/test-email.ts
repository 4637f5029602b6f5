import { testMail } from "../mail/test-mail.tsx";
import { leaseLeftMs } from "../services/job-queue.ts";
import { recordTestDelivery, testMailToSend } from "../services/mail/test-mail.ts";
import { type Asks, done, type Kind } from "./handler.ts";
import { attemptOf } from "./mail-link.ts";

/** Sends the email by which an owner finds out whether mail works. */
export const testEmail: Kind<Asks<"test-email">> = {
  async carryOut({ account, generation }, held, { settings, sendMail }) {
    const to = await testMailToSend(account, generation);
    if (!to) return done;
    if (leaseLeftMs(held) === 0) return { attempt: { is: "later", afterMs: 0 } };
    return {
      attempt: attemptOf(await sendMail(testMail(to, settings.organisation), held.id)),
      async record(outcome, at) {
        if (outcome.is === "done") await recordTestDelivery(account, [{ state: "sent", generation, at }], at);
        if (outcome.is === "retry")
          await recordTestDelivery(
            account,
            [{ state: "sending", generation, at, reason: outcome.fault }],
            at,
          );
      },
    };
  },
  async giveUp({ account, generation }, { fault: reason }, at) {
    await recordTestDelivery(account, [{ state: "failed", generation, at, reason }], at);
  },
};
