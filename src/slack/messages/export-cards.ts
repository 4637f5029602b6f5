import type { Card } from "../kit/card.ts";
import { sentenceCard } from "../kit/card.ts";
import { isolated } from "../kit/phrase.ts";

const LONGEST_LABEL = 200;
const number = (count: number) => count.toLocaleString("en");
const short = (label: string) => isolated(label, LONGEST_LABEL);

/** Shows the person who asked for an export how far it is: 1 block. */
export function exportProgressCard(label: string, rows: number): Card {
  return sentenceCard(`Exporting ${short(label)}: ${number(rows)} rows so far.`);
}

/** Replaces it once the file is there: 1 block. */
export function exportSentCard(label: string, rows: number): Card {
  return sentenceCard(`Exported ${short(label)}: ${counted(rows)}. The file is below.`);
}

/** Describes the file in a comment. */
export function exportComment(rows: number): string {
  if (rows === 0) return "Nothing matched, so this file has only the names of its columns.";
  return `Your export: ${counted(rows)}. Only you can see this file here. Delete it when you are done with it.`;
}

/** Returns the title of the file: *Members of Support*. */
export function exportTitle(label: string): string {
  return short(label).replace(/^./u, (first) => first.toUpperCase());
}

/** Tells the person who asked for an export, or ran what the file is the outcome of, that it can't be sent: 1 block. */
export function exportFailedCard(label: string, reason: string, of: "export" | "outcome" = "export"): Card {
  const name = of === "export" ? "Your export" : "The outcome";
  return sentenceCard(`${name} of ${short(label)} was not sent. ${whyText(reason)}`);
}

const counted = (rows: number) => `${number(rows)} ${rows === 1 ? "row" : "rows"}`;

function whyText(reason: string): string {
  switch (reason) {
    case "no_right":
      return "You can no longer read it. Ask an admin.";
    case "gone":
      return "It has been deleted since.";
    case "missing_scope":
      return "iam-bot isn’t allowed to upload files here. Ask whoever runs it to add the scopes in its manifest to its Slack app and reinstall it.";
    case "attempts_exhausted":
      return "It failed every time it was tried. Try again later.";
    case "slack_down":
    case "slack_timeout":
    case "slack_rate_limit":
      return "Slack did not accept the file for an hour. Try again later.";
    default:
      return `Slack refused the file (${isolated(reason, 60)}). Ask whoever runs iam-bot.`;
  }
}
