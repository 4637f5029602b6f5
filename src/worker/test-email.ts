import { testMail } from "../mail/test-mail.tsx";
import { leaseLeftMs } from "../services/leases.ts";
import { recordTestDelivery, testMailToSend } from "../services/mail/test-mail.ts";
import { done, type Handler } from "./handler.ts";
import { attemptOf } from "./mail-link.ts";

/** Sends the email with which owners check whether email works. */
export const testEmail: Handler<"test-email"> = {
  async handle({ account, generation }, job, { settings, sendMail }) {
    const to = await testMailToSend(account, generation);
    if (!to) return done;
    if (leaseLeftMs(job) === 0) return { attempt: { kind: "snooze", afterMs: 0 } };
    return {
      attempt: attemptOf(await sendMail(testMail(to, settings.organisation), job.id)),
      async record(outcome, at) {
        if (outcome.kind === "done")
          await recordTestDelivery(account, [{ state: "sent", generation, at }], at);
        if (outcome.kind === "retry" || outcome.kind === "limited")
          await recordTestDelivery(
            account,
            [{ state: "sending", generation, at, reason: outcome.error }],
            at,
          );
      },
    };
  },
  async onFailed({ account, generation }, { error: reason }, at) {
    await recordTestDelivery(account, [{ state: "failed", generation, at, reason }], at);
  },
};
