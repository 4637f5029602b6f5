import { renderToString } from "preact-render-to-string";
import { Button, Document, Lead, Link, Paragraph, Quote, Rule, Small } from "./layout.tsx";
import { type Mail, moment, oneLine } from "./mail.ts";

/** The facts in a mail to an invitee. */
export interface InviteMailFacts {
  occasion: "invite" | "resent" | "reminder";
  to: string;
  organisation: string;
  /** Null where the organisation itself invites. */
  inviter: { name: string; email: string | null } | null;
  /** None where an identity provider decides them. */
  groups: readonly string[];
  /** Until when, or for how long from acceptance, the groups are given; null for good. */
  term: string | null;
  /** What the inviter typed. Always quoted. */
  message: string | null;
  link: string;
  expiresAt: Date;
}

/** The sentences of both parts, in this order around the link and the inviter's message. */
interface Sentences {
  subject: string;
  invitation: string;
  /** Why this mail came, unless it is the first. */
  occasion: string | null;
  writes: string;
  action: string;
  fallback: string;
  expiry: string;
  unexpected: string;
}

/** Writes the mail that invites, invites again, or reminds. */
export function inviteMail(facts: InviteMailFacts): Mail {
  const sentences = sentencesOf(facts);
  return {
    to: facts.to,
    subject: sentences.subject,
    text: textPart(facts, sentences),
    html: `<!doctype html>${renderToString(<HtmlPart facts={facts} sentences={sentences} />)}`,
    category: facts.occasion,
  };
}

function sentencesOf({
  occasion,
  organisation,
  inviter,
  groups,
  term,
  expiresAt,
}: InviteMailFacts): Sentences {
  const name = oneLine(inviter?.name ?? organisation, 80);
  const who = inviter?.email ? `${name} (${inviter.email})` : name;
  const joins = `invites you to join${inviter ? ` ${organisation}` : ""}`;
  const invites = `${name} ${joins}`;
  const where = groupsText(groups, inviter ? " in the" : " the");
  const genuine = inviter?.email ? who : inviter ? `${name} yourself` : `whoever you know at ${organisation}`;
  return {
    subject: oneLine(occasion === "reminder" ? `Reminder: ${invites}` : invites),
    invitation: `${who} ${joins}${where}${term ? ` ${term}` : ""}.`,
    occasion: {
      invite: null,
      resent: "This email replaces any earlier one: only the link below works now.",
      reminder: "You have not answered yet, and the invitation expires soon. The link is the same as before.",
    }[occasion],
    writes: `${name} writes:`,
    action: "View invitation",
    fallback: "If the button does not work, copy this address into your browser:",
    expiry: `The invitation expires on ${moment(expiresAt)}.`,
    unexpected: `If you did not expect this, ignore this email: nobody gets access unless the invitation is accepted. If you are not sure that it is genuine, ask ${genuine}.`,
  };
}

/** Names the groups after what leads to them; nothing where the invite gives none. */
function groupsText(groups: readonly string[], lead: string): string {
  if (groups.length === 0) return "";
  return `${lead} ${groups.length === 1 ? "group" : "groups"} ${list.format(groups.map((group) => oneLine(group)))}`;
}

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
function textPart({ message, link }: InviteMailFacts, says: Sentences): string {
  const quoted = message && [says.writes, quote(message)].join("\n");
  return [says.invitation, says.occasion, quoted, `${says.action}:\n${link}`, says.expiry, says.unexpected]
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
}: {
  facts: InviteMailFacts;
  sentences: Sentences;
}) {
  return (
    <Document title={says.subject}>
      <Lead>{says.invitation}</Lead>
      {says.occasion && <Paragraph>{says.occasion}</Paragraph>}
      {message && (
        <>
          <Paragraph>{says.writes}</Paragraph>
          <Quote lines={lines(message)} />
        </>
      )}
      <Button href={link}>{says.action}</Button>
      <Paragraph>{says.expiry}</Paragraph>
      <Rule />
      <Small>
        {says.fallback}
        <br />
        <Link href={link} />
      </Small>
      <Small>{says.unexpected}</Small>
    </Document>
  );
}
