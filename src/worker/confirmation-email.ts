import { wordsIn } from "../locales/words.ts";
import { confirmationMail } from "../mail/confirmation-mail.tsx";
import { storedReason } from "../models/delivery-reason.ts";
import { leaseLeftMs } from "../services/leases.ts";
import { confirmationToMail } from "../services/requests/confirmations.ts";
import { signToken } from "../services/signed-token.ts";
import { done, type Handler } from "./handler.ts";
import { attemptOf } from "./mail-link.ts";

/** Emails approvers the link that confirms their approval, unless there is no longer anything to confirm. */
export const confirmationEmail: Handler<"confirmation-email"> = {
  async handle({ confirmationId, generation }, job, { settings, sendMail }) {
    const confirmation = await confirmationToMail(confirmationId, generation);
    if (!confirmation) return done;
    const { email: to, keyId, language, ...facts } = confirmation;
    if (!settings.linkKeys.some(({ id }) => id === keyId))
      return { attempt: { kind: "cancel", error: storedReason({ code: "link_key_missing", fact: keyId }) } };
    const claims = { id: String(confirmationId), generation };
    const link = `${settings.publicUrl}/confirm/${signToken("confirmation", claims, keyId, settings.linkKeys)}${language ? `?lang=${language}` : ""}`;
    if (leaseLeftMs(job) === 0) return { attempt: { kind: "snooze", afterMs: 0 } };
    const words = await wordsIn(language ?? settings.invites.language);
    const mail = confirmationMail({ to, organisation: settings.organisation, link, ...facts }, words);
    return { attempt: attemptOf(await sendMail(mail, job.id)) };
  },
};
