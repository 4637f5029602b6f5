import { renderToString } from "preact-render-to-string";
import { Button, Document, Lead, Link, Paragraph, Rule, Small } from "./layout.tsx";
import { type Mail, moment, oneLine } from "./mail.ts";

interface ConfirmationMailFacts {
  to: string;
  organisation: string;
  /** Who pressed *Approve*. */
  name: string;
  /** Who is to get the group. */
  person: string;
  group: string;
  link: string;
  expiresAt: Date;
}

/** Writes the email by which whoever approves a request confirms it. */
export function confirmationMail(facts: ConfirmationMailFacts): Mail {
  const { to, organisation, name, link, expiresAt } = facts;
  const [person, group] = [oneLine(facts.person, 100), oneLine(facts.group, 60)];
  const subject = oneLine(`Confirm: ${person} gets ${group} at ${organisation}`);
  const lead = `Confirm that ${person} gets the group ${group}.`;
  const why = `${oneLine(name, 100)} pressed Approve in Slack. It counts once you confirm it on the page that this link opens.`;
  const action = "Review and confirm";
  const expiry = `The link works once, until ${moment(expiresAt)}.`;
  const fallback = "If the button does not work, copy this address into your browser:";
  const unexpected =
    "If you did not press Approve, do not confirm: somebody else may be using your Slack account. Tell an admin.";
  return {
    to,
    subject,
    text: `${[lead, why, `${action}:\n${link}`, expiry, unexpected].join("\n\n")}\n`,
    html: `<!doctype html>${renderToString(
      <Document title={subject}>
        <Lead>{lead}</Lead>
        <Paragraph>{why}</Paragraph>
        <Button href={link}>{action}</Button>
        <Paragraph>{expiry}</Paragraph>
        <Paragraph>{unexpected}</Paragraph>
        <Rule />
        <Small>
          {fallback}
          <br />
          <Link href={link} />
        </Small>
      </Document>,
    )}`,
    category: "confirmation",
  };
}
