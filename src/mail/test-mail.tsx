import { renderToString } from "preact-render-to-string";
import { languageWith } from "../locales/languages.ts";
import { Document, Lead, Paragraph, Small } from "./layout.tsx";
import { type Mail, subjectLine } from "./mail.ts";

/** Writes the email that shows an owner that email works. */
export function testMail(to: string, organisation: string): Mail {
  const subject = subjectLine((typed) => [`Test email: ${typed(organisation)} can send invitations`]);
  const lead = `This email arrived, so invitations to join ${organisation} will too.`;
  const from = "They come from the same address as this one.";
  const why =
    "You’re getting this because you pressed Send Test Email in Slack. There is nothing you need to do.";
  return {
    to,
    subject,
    text: `${[lead, from, why].join("\n\n")}\n`,
    html: `<!doctype html>${renderToString(
      <Document title={subject} language={languageWith("en")}>
        <Lead>{lead}</Lead>
        <Paragraph>{from}</Paragraph>
        <Small>{why}</Small>
      </Document>,
    )}`,
    category: "test",
  };
}
