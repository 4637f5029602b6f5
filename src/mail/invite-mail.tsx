import { renderToString } from "preact-render-to-string";
import { asText, type Sentence } from "../locales/sentence.ts";
import type { Words } from "../locales/words.ts";
import { Button, Document, Lead, Link, Paragraph, Quote, Rule, Say, Small } from "./layout.tsx";
import { type Mail, oneLine, subjectLine } from "./mail.ts";

/** The facts in an email to an invitee. */
export interface InviteMailFacts {
  occasion: "invite" | "resent" | "reminder";
  to: string;
  organisation: string;
  /** Null if the organisation itself invites. */
  inviter: { name: string; email: string | null } | null;
  /** Empty if an identity provider decides them. */
  groups: readonly string[];
  /** Until when, or for how long from acceptance, the groups last, as a sentence; null for good. */
  term: Sentence | null;
  /** What the inviter typed. Always quoted. */
  message: string | null;
  link: string;
  expiresAt: Date;
}

/** The sentences of both parts, in this order around the link and the inviter's message. */
interface Sentences {
  subject: string;
  invitation: Sentence;
  term: Sentence | null;
  /** Why this email came, unless it is the first. */
  occasion: string | null;
  writes: Sentence;
  expiry: Sentence;
  genuine: Sentence;
}

/** Writes the email that invites, invites again, or reminds, in the invitee's language. */
export function inviteMail(facts: InviteMailFacts, words: Words): Mail {
  const sentences = sentencesOf(facts, words);
  const html = renderToString(<HtmlPart facts={facts} sentences={sentences} words={words} />);
  return {
    to: facts.to,
    subject: sentences.subject,
    text: textPart(facts, sentences, words),
    html: `<!doctype html>${html}`,
    category: facts.occasion,
  };
}

function sentencesOf(facts: InviteMailFacts, words: Words): Sentences {
  const { occasion, organisation, inviter, term, expiresAt } = facts;
  const { mail } = words;
  return {
    ...(inviter ? fromPerson(inviter, facts, words) : fromOrganisation(facts, words)),
    term,
    occasion: { invite: null, resent: mail.resent, reminder: mail.reminder }[occasion],
    writes: mail.writes({ inviter: oneLine(inviter?.name ?? organisation, 80) }),
    // We don't know the time zone of someone who has yet to register.
    expiry: mail.expiry({ at: words.fullMoment(expiresAt, "UTC") }),
  };
}

function fromPerson(
  { name, email }: NonNullable<InviteMailFacts["inviter"]>,
  { occasion, organisation, groups }: InviteMailFacts,
  { mail, list }: Words,
) {
  const inviter = oneLine(name, 80);
  const who = email ? `${inviter} (${email})` : inviter;
  const subject = occasion === "reminder" ? mail.reminderSubject : mail.inviteSubject;
  return {
    subject: subjectLine((typed) => subject({ inviter: typed(name), organisation: typed(organisation) })),
    invitation: mail.invitation({ who, organisation, ...counted(groups, list) }),
    genuine: email ? mail.genuine({ who }) : mail.genuineYourself({ inviter }),
  };
}

function fromOrganisation({ occasion, organisation, groups }: InviteMailFacts, { mail, list }: Words) {
  const subject = occasion === "reminder" ? mail.organisationReminderSubject : mail.organisationSubject;
  return {
    subject: subjectLine((typed) => subject({ organisation: typed(organisation) })),
    invitation: mail.organisationInvitation({ organisation, ...counted(groups, list) }),
    genuine: mail.genuineOrganisation({ organisation }),
  };
}

function counted(groups: readonly string[], list: Words["list"]) {
  return { count: groups.length, groups: list(groups.map((group) => oneLine(group))) };
}

function textPart({ message, link }: InviteMailFacts, says: Sentences, { mail, language }: Words): string {
  const text = (sentence: Sentence) => asText(sentence, language.dir);
  return [
    text(says.invitation),
    says.term && text(says.term),
    says.occasion,
    message && [text(says.writes), quote(message)].join("\n"),
    `${mail.viewLink}\n${link}`,
    text(says.expiry),
    mail.unexpected,
    text(says.genuine),
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}

const lines = (message: string) => message.split(/\r\n|[\n\r\u2028\u2029]/);
const quote = (message: string) =>
  lines(message)
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");

function HtmlPart({
  facts: { message, link },
  sentences: says,
  words: { mail, language },
}: {
  facts: InviteMailFacts;
  sentences: Sentences;
  words: Words;
}) {
  return (
    <Document title={says.subject} language={language}>
      <Lead>
        <Say of={says.invitation} />
      </Lead>
      {says.term && (
        <Paragraph>
          <Say of={says.term} />
        </Paragraph>
      )}
      {says.occasion && <Paragraph>{says.occasion}</Paragraph>}
      {message && (
        <>
          <Paragraph>
            <Say of={says.writes} />
          </Paragraph>
          <Quote lines={lines(message)} />
        </>
      )}
      <Button href={link}>{mail.view}</Button>
      <Paragraph>
        <Say of={says.expiry} />
      </Paragraph>
      <Rule />
      <Small>
        {mail.copyLink}
        <br />
        <Link href={link} />
      </Small>
      <Small>{mail.unexpected}</Small>
      <Small>
        <Say of={says.genuine} />
      </Small>
    </Document>
  );
}
