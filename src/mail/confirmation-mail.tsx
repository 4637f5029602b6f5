import { renderToString } from "preact-render-to-string";
import { asText } from "../locales/sentence.ts";
import type { Words } from "../locales/words.ts";
import { Button, Document, Lead, Link, Paragraph, Rule, Say, Small } from "./layout.tsx";
import { type Mail, oneLine, subjectLine } from "./mail.ts";

interface ConfirmationMailFacts {
  to: string;
  organisation: string;
  /** The person who pressed *Approve*. */
  name: string;
  /** The person who is to get the group. */
  person: string;
  group: string;
  link: string;
  expiresAt: Date;
  /** The reader's; UTC if unknown. */
  timeZone: string | undefined;
}

/** Writes the email in which an approver confirms a request. */
export function confirmationMail(facts: ConfirmationMailFacts, words: Words): Mail {
  const { to, organisation, link, expiresAt, timeZone = "UTC" } = facts;
  const { mail, language } = words;
  const [person, group] = [oneLine(facts.person, 100), oneLine(facts.group, 60)];
  const subject = subjectLine((typed) =>
    mail.confirmSubject({ person: typed(person), group: typed(group), organisation: typed(organisation) }),
  );
  const lead = mail.confirmLead({ person, group });
  const why = mail.confirmWhy({ name: oneLine(facts.name, 100) });
  const expiry = mail.confirmExpiry({ at: words.fullMoment(expiresAt, timeZone) });
  const [leadText, whyText, expiryText] = [lead, why, expiry].map((each) => asText(each, language.dir));
  const parts = [leadText, whyText, `${mail.confirmLink}\n${link}`, expiryText, mail.confirmUnexpected];
  return {
    to,
    subject,
    text: `${parts.join("\n\n")}\n`,
    html: `<!doctype html>${renderToString(
      <Document title={subject} language={language}>
        <Lead>
          <Say of={lead} />
        </Lead>
        <Paragraph>
          <Say of={why} />
        </Paragraph>
        <Button href={link}>{mail.confirm}</Button>
        <Paragraph>
          <Say of={expiry} />
        </Paragraph>
        <Paragraph>{mail.confirmUnexpected}</Paragraph>
        <Rule />
        <Small>
          {mail.copyLink}
          <br />
          <Link href={link} />
        </Small>
      </Document>,
    )}`,
    category: "confirmation",
  };
}
