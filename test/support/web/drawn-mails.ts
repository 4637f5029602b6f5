import type { LanguageCode } from "../../../src/locales/languages.ts";
import { wordsIn } from "../../../src/locales/words.ts";
import { confirmationMail } from "../../../src/mail/confirmation-mail.tsx";
import { type InviteMailFacts, inviteMail } from "../../../src/mail/invite-mail.tsx";
import type { Mail } from "../../../src/mail/mail.ts";
import { termIn } from "../../../src/services/ends.ts";

/** The link in each email. */
export const link = "https://iam.acme.io/invite/abc.def-ghi_jkl";
const expiresAt = new Date("2026-12-01T14:05:00Z");
const facts = { to: "eve@example.com", organisation: "Acme", link, expiresAt };
const mia = { name: "Mia Chen", email: "mia@acme.io" };
const end = { until: new Date("2026-12-31T23:00:00Z"), zone: "Europe/Berlin" };

/** Returns every email in a language. Each sentence of the invite emails is in one of them. */
export async function drawnMails(code: LanguageCode): Promise<Mail[]> {
  const words = await wordsIn(code);
  const invite = (more: Partial<InviteMailFacts>) =>
    inviteMail(
      { ...facts, occasion: "invite", inviter: mia, groups: [], term: null, message: null, ...more },
      words,
    );
  return [
    invite({ groups: ["Users", "R&D"], message: "Hi Eve,\n<b>welcome</b>!" }),
    invite({ occasion: "resent", groups: ["Users"], term: termIn({ end }, words) }),
    invite({ occasion: "reminder", inviter: { ...mia, email: null }, term: termIn({ hours: 3 }, words) }),
    invite({ inviter: null, groups: ["Users"], term: termIn({ hours: 48 }, words) }),
    invite({ occasion: "reminder", inviter: null }),
    confirmationMail(
      { ...facts, name: "Mia Chen", person: "Ben Both", group: "Billing", timeZone: "Europe/Berlin" },
      words,
    ),
  ];
}
