import type { Button, KnownBlock, RichTextElement } from "@slack/types";
import { endText } from "../../services/ends.ts";
import { hoursText, moment } from "../../services/format.ts";
import type { RequestDetails } from "../../services/requests/read-requests.ts";
import { accessText } from "../kit/access.ts";
import { actions, bold, button, contextBlock, date, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { counted, shorten } from "../kit/text.ts";

/** Who reads it: the one who asked, somebody who can answer, an admin after an emergency, or somebody who may only read. */
export type RequestRole = "asker" | "decider" | "afterwards" | "reader";

const LONGEST_ACCESS = 400;
const MOST_QUESTIONS = 5;

/** Draws a request, as a message to an account that keeps itself current: at most 8 blocks. */
export function requestCard(request: RequestDetails, role: RequestRole, reader: string): Card {
  return {
    text: `${headline(request, role)} ${[...facts(request, role), stateText(request, role)].join(" ")}`,
    blocks: requestBlocks(request, role, reader, lastOf(request)),
  };
}

/** Draws it in a message or a modal: 1 block, 1 for each of at most 10 questions that are shown, and 1 for its buttons. */
export function requestBlocks(
  request: RequestDetails,
  role: RequestRole,
  reader: string,
  { questions, earlier } = { questions: request.questions, earlier: 0 },
): KnownBlock[] {
  const { requestId: value, asker, status, answers } = request;
  const label = `View request: ${asker.name}`;
  const hasAnswered = answers.some(({ account }) => account === reader);
  const buttons = [
    ...(status === "pending" ? controls(request, role, hasAnswered) : []),
    ...(role === "afterwards" && request.afterwards === null ? afterControls(request) : []),
    ...(earlier > 0 ? [button(ids.requests.view, "View Request", { value, label })] : []),
  ];
  return [
    paragraph(
      bold(headline(request, role)),
      text(`\n${facts(request, role).join("\n")}\n`),
      ...stateLine(request, role),
    ),
    ...(earlier > 0
      ? [
          contextBlock(
            `${counted(earlier, "earlier question", "earlier questions")}: View Request shows all.`,
          ),
        ]
      : []),
    ...questions.map((question) => paragraph(text(talk(question)))),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  ];
}

/** What of the questions fits in a message. */
function lastOf({ questions }: RequestDetails) {
  const last = questions.slice(-MOST_QUESTIONS);
  return { questions: last, earlier: questions.length - last.length };
}

function headline({ asker, subject, group, rule }: RequestDetails, role: RequestRole): string {
  const what = `${shorten(group, 60)}${subject ? ` for ${shorten(subject.name, 100)}` : ""}`;
  if (rule) {
    const got = rule === "emergency" ? `took ${what} in an emergency.` : `got ${what} at once.`;
    return `${role === "asker" ? "You" : shorten(asker.name, 100)} ${got}`;
  }
  return role === "asker" ? `You asked for ${what}.` : `${shorten(asker.name, 100)} asks for ${what}.`;
}

/** Says for how long something is asked for. */
export function timeAsked({ hours, wanted }: Pick<RequestDetails, "hours" | "wanted">): string {
  if (wanted) return `until ${endText(wanted)}`;
  return hours === null ? "no end" : hoursText(hours);
}

function facts(request: RequestDetails, role: RequestRole): string[] {
  const { asker, subject, gives, reason, has, registered, byInvite, status } = request;
  const { name, email } = subject ?? asker;
  const now = registered
    ? `In now: ${shorten(has.join(", "), 300) || "no groups"}`
    : byInvite
      ? "Invited, not registered yet. An approval adds the group to their invite."
      : "Not registered here: an approval invites them.";
  return [
    ...((role !== "asker" || subject) && email && email !== name ? [shorten(email, 200)] : []),
    gives ? `Gives: ${shorten(accessText(gives), LONGEST_ACCESS)}` : "The group was deleted.",
    `${status === "pending" ? "For" : "Asked for"}: ${timeText(request)}`,
    ...(reason ? [`Why: ${shorten(reason, 500)}`] : []),
    // It matters to whoever has yet to answer.
    ...(role === "decider" && status === "pending" ? [now] : []),
    ...(role === "decider" && status === "pending" && request.confirmByMail
      ? ["Approving is confirmed by email."]
      : []),
  ];
}

/** Names the time that was asked for, and what an approval would give where that is less by now. */
function timeText(request: RequestDetails): string {
  const { hours, longestHours, status } = request;
  const asked = timeAsked(request);
  const isCapped = status === "pending" && longestHours !== null && (hours === null || hours > longestHours);
  return isCapped ? `${asked}; the group gives ${hoursText(longestHours)} at most` : asked;
}

function talk({ by, text: asked, reply }: RequestDetails["questions"][number]): string {
  const answer = reply === null ? "No reply yet." : `Reply: ${shorten(reply, 500)}`;
  return `${shorten(by, 80)} asks: ${shorten(asked, 500)}\n${answer}`;
}

function stateText(request: RequestDetails, role: RequestRole): string {
  const at = request.settled?.at;
  return `${stateWords(request, role)}${at ? `, ${moment(at)}` : ""}${grantText(request)}`;
}

function stateLine(request: RequestDetails, role: RequestRole): RichTextElement[] {
  const at = request.settled?.at;
  return [bold(stateWords(request, role)), ...(at ? [text(", "), date(at)] : []), text(grantText(request))];
}

/** Says how a request stands. */
function stateWords(request: RequestDetails, role: RequestRole): string {
  const { status, settled, answers, needed, rule, inviteEnded, asker } = request;
  const by = shorten(settled?.by ?? "somebody", 80);
  switch (status) {
    case "pending": {
      const given = answers.filter(({ approved }) => approved);
      if (given.length === 0) return needed > 1 ? "Waits for two approvals" : "Waits for an answer";
      return `Approved by ${given.map((each) => shorten(each.by, 80)).join(", ")}; waits for one more`;
    }
    case "approved":
      if (rule)
        return rule === "emergency" ? "Emergency: taken without an answer" : "Pre-approved: given at once";
      return `Approved by ${answers.map((each) => shorten(each.by, 80)).join(" and ") || by}`;
    case "denied":
      return `Denied by ${by}`;
    case "withdrawn":
      if (inviteEnded === "cancelled") return `Withdrawn with the invite, which ${by} cancelled`;
      if (inviteEnded === "declined") return "Withdrawn with the invite, which they declined";
      return role === "asker" && settled?.by === asker.name ? "You withdrew it" : `Withdrawn by ${by}`;
    case "lapsed":
      return "Lapsed: nobody answered in time";
  }
}

function grantText({ status, answers, end, invited, byInvite, afterwards }: RequestDetails): string {
  if (status === "denied") {
    const why = answers.find(({ approved }) => !approved)?.reason;
    return why ? `\nWhy not: ${shorten(why, 500)}` : "";
  }
  if (status !== "approved") return "";
  if (byInvite && invited) return "\nTheir invite gives it now.";
  if (invited) return "\nAn invite is on its way by email. The time begins once they register.";
  const since = afterwards ? `\n${afterWords[afterwards.answer]} ${shorten(afterwards.by, 80)}` : "";
  return `${end ? `\nUntil ${endText(end)}` : "\nNo end"}${since}`;
}

const afterWords = { seen: "Seen by", taken_away: "Taken away by" } as const;

function afterControls({ requestId: value, asker, group }: RequestDetails): Button[] {
  const label = (what: string) => `${what}: ${asker.name}, ${group}`;
  return [
    button(ids.requests.seen, "Seen", { value, style: "primary", label: label("Seen") }),
    button(ids.requests.takeAway, "Take Away", { value, style: "danger", label: label("Take away") }),
  ];
}

function controls(
  { requestId: value, asker, subject, group, hours, questions, byInvite }: RequestDetails,
  role: RequestRole,
  hasAnswered: boolean,
): Button[] {
  const label = (what: string) => `${what}: ${(subject ?? asker).name}, ${group}`;
  if (role === "reader") return [];
  if (role === "asker")
    return [
      ...(questions.at(-1)?.reply === null
        ? [button(ids.requests.reply, "Reply", { value, style: "primary", label: `Reply about ${group}` })]
        : []),
      button(ids.requests.remind, "Remind", { value, label: `Remind those who decide about ${group}` }),
      button(ids.requests.withdraw, "Withdraw", { value, style: "danger", label: `Withdraw: ${group}` }),
    ];
  const ask = button(ids.requests.ask, "Ask…", { value, label: label("Ask") });
  // Another one has to approve it, too.
  if (hasAnswered) return [ask];
  return [
    button(ids.requests.approve, "Approve", { value, style: "primary", label: label("Approve") }),
    // An invite gives all its groups for the same time.
    ...(hours === 1 || byInvite
      ? []
      : [button(ids.requests.approveLess, "Approve for Less…", { value, label: label("Approve for less") })]),
    ask,
    button(ids.requests.deny, "Deny…", { value, style: "danger", label: label("Deny") }),
  ];
}

/** What somebody is told of a request beside its card, since a message that changes notifies nobody. */
export type RequestNews = "settled" | "asked" | "replied" | "waiting" | "nobody" | "granted";

/** Tells it in a sentence or two: 1 block, and 1 to reply. */
export function requestNewsCard(request: RequestDetails, news: RequestNews): Card {
  const { requestId: value, asker, subject, questions } = request;
  const group = `${shorten(request.group, 60)}${subject ? ` for ${shorten(subject.name, 100)}` : ""}`;
  const last = questions.at(-1);
  const sentences = {
    settled: settledText(request, group),
    asked: `${shorten(last?.by ?? "Somebody", 80)} asks about your request for ${group}: ${shorten(last?.text ?? "", 500)}`,
    replied: `${shorten(asker.name, 100)} replied about ${group}: ${shorten(last?.reply ?? "", 500)}`,
    waiting: `${shorten(asker.name, 100)} waits for an answer about ${group}. It lapses on ${moment(request.lapsesAt)}.`,
    granted: `${shorten(asker.name, 100)} got ${group} at once, as its access rules say, for ${timeAsked(request)}. Why: ${shorten(request.reason ?? "", 500)}`,
    nobody: `Nobody else can answer your request for ${group}. Ask whoever runs iam-bot to add someone else to Admin.`,
  };
  const sentence = sentences[news];
  const isOpen = request.status === "pending";
  const buttons =
    news === "asked" && isOpen && last?.reply === null
      ? [button(ids.requests.reply, "Reply", { value, style: "primary", label: `Reply about ${group}` })]
      : news === "granted" || (news !== "settled" && news !== "nobody" && isOpen)
        ? [button(ids.requests.view, "View Request", { value, label: `View request: ${asker.name}` })]
        : [];
  return {
    text: sentence,
    blocks: [paragraph(text(sentence)), ...(buttons.length > 0 ? [actions(...buttons)] : [])],
  };
}

/** Tells whoever asked what came of it. */
function settledText(request: RequestDetails, group: string): string {
  const { status, settled, answers, inviteEnded } = request;
  const by = shorten(settled?.by ?? "Somebody", 80);
  switch (status) {
    case "pending":
      return `Your request for ${group} waits for an answer.`;
    case "approved":
      return `${answers.map((each) => shorten(each.by, 80)).join(" and ") || by} approved your request for ${group}.${grantText(request)}`;
    case "denied":
      return `${by} denied your request for ${group}.${grantText(request)}`;
    case "withdrawn":
      if (inviteEnded === "cancelled")
        return `Your request for ${group} ended with the invite, which ${by} cancelled.`;
      return inviteEnded
        ? `Your request for ${group} ended with the invite, which they declined.`
        : `${by} withdrew your request for ${group}.`;
    case "lapsed":
      return `Nobody answered your request for ${group} in time, so it lapsed. You can ask again.`;
  }
}

/** Tells the other admins that more can be had by asking than before. 1 block. */
export function looserRulesCard(group: string, by: string): Card {
  const sentence = `${shorten(by, 100)} made it easier to get into ${shorten(group, 60)} by asking. Access Rules on the group’s page shows how.`;
  return { text: sentence, blocks: [paragraph(text(sentence))] };
}
