import type { Button, KnownBlock, RichTextElement } from "@slack/types";
import type { Sentence } from "../../locales/sentence.ts";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import { cutOff } from "../../services/cut-off.ts";
import { endText } from "../../services/ends.ts";
import type { RequestDetails } from "../../services/requests/request-details.ts";
import { accessText } from "../kit/access.ts";
import { actions, bold, button, contextBlock, date, paragraph, plain, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { inline, inOneParagraph, isolated, label, say } from "../kit/phrase.ts";
import { questionRef } from "../kit/question-ref.ts";
import type { Reader } from "../kit/reader.ts";
import {
  afterwardsText,
  asksText,
  grantText,
  questionText,
  type RequestRole,
  stateOf,
  timeText,
  whatOf,
} from "./request-phrases.ts";

/** The role in which someone looks at a request, and their account. */
export interface Onlooker {
  role: RequestRole;
  account: string;
}

const LONGEST_ACCESS = 400;
const MAX_QUESTIONS = 4;

/** Draws a request, as a message that keeps itself current: at most 7 blocks. */
export function requestCard(request: RequestDetails, onlooker: Onlooker, reader: Reader): Card {
  const { role } = onlooker;
  const { words } = reader;
  const said = [headline(request, role, words), ...facts(request, role, words)];
  return {
    text: [
      inOneParagraph(words, ...said.map((each) => say(words, each))),
      stateText(request, role, reader),
    ].join(" "),
    blocks: requestBlocks(request, onlooker, words, lastOf(request)),
  };
}

/** Draws it in a message or a modal: 1 block, 1 for each of at most 10 questions shown, and 1 for its buttons. */
export function requestBlocks(
  request: RequestDetails,
  { role, account }: Onlooker,
  words: Words,
  { questions, earlier } = { questions: request.questions, earlier: 0 },
): KnownBlock[] {
  const { cards } = words;
  const hasAnswered = request.answers.some((answer) => answer.account === account);
  const buttons = [
    ...(request.status === "pending" ? controls(request, role, hasAnswered, words) : []),
    ...(role === "afterwards" && request.afterwards === null ? afterControls(request) : []),
    ...(earlier > 0 ? [viewButton(request, words)] : []),
  ];
  return [
    paragraph(
      ...inline(words, headline(request, role, words), bold),
      text("\n"),
      ...facts(request, role, words).flatMap((fact) => [...inline(words, fact), text("\n")]),
      ...stateLine(request, role, words),
    ),
    ...(earlier > 0 ? [contextBlock(say(words, cards.earlier({ count: earlier })))] : []),
    ...questions.map((question) => paragraph(...talk(question, words))),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  ];
}

/** Opens the request. */
export function viewButton(
  { requestId: value, asker, byWorkflow, subject }: RequestDetails,
  words: Words,
): Button {
  const { viewRequest } = words.requests;
  const { name } = (byWorkflow && subject) || asker;
  return button(ids.requests.view, viewRequest, { value, label: label(words, viewRequest, name) });
}

/** Returns the last questions, as many as fit in a message. */
function lastOf({ questions }: RequestDetails) {
  const last = questions.slice(-MAX_QUESTIONS);
  return { questions: last, earlier: questions.length - last.length };
}

function headline(request: RequestDetails, role: RequestRole, words: Words): Sentence {
  const { cards } = words;
  const what = whatOf(request, words);
  const name = shorten(request.asker.name, 100);
  const isOwn = role === "asker";
  if (request.rule === "emergency") return isOwn ? cards.youTook({ what }) : cards.took({ name, what });
  if (request.rule) return isOwn ? cards.youGot({ what }) : cards.got({ name, what });
  return isOwn ? cards.youAsked({ what }) : asksText(request, words);
}

function facts(request: RequestDetails, role: RequestRole, words: Words): (Sentence | string)[] {
  const { asker, subject, gives, reason } = request;
  const { cards } = words;
  const { name, email } = subject ?? asker;
  return [
    ...((role !== "asker" || subject) && email && email !== name ? [shorten(email, 200)] : []),
    gives ? cards.gives({ access: cutOff(accessText(gives, words), LONGEST_ACCESS) }) : cards.groupDeleted,
    timeText(request, words),
    ...(reason ? [cards.why({ reason: shorten(reason, 500) })] : []),
    // They matter to people who have yet to answer.
    ...(role === "decider" && request.status === "pending"
      ? [nowText(request, words), ...(request.confirmByMail ? [cards.confirmByMail] : [])]
      : []),
  ];
}

/** Says what they are in now, or what an approval does if they aren't registered. */
function nowText({ has, registered, byInvite }: RequestDetails, { cards }: Words): Sentence | string {
  if (!registered) return byInvite ? cards.byInvite : cards.notRegistered;
  return has.length > 0 ? cards.has({ groups: cutOff(has.join(", "), 300) }) : cards.hasNone;
}

function talk(question: RequestDetails["questions"][number], words: Words): RichTextElement[] {
  const { cards } = words;
  const { reply } = question;
  const answer = reply === null ? cards.noReply : cards.reply({ reply: shorten(reply, 500) });
  return [...inline(words, questionText(question, words)), text("\n"), ...inline(words, answer)];
}

function stateText(request: RequestDetails, role: RequestRole, { words, timeZone }: Reader): string {
  const when = (said: Sentence | string, at: Date | null | undefined) => {
    const state = say(words, said);
    return at ? say(words, words.cards.stateAt({ state, at: words.moment(at, timeZone) })) : state;
  };
  const after = afterwardsText(request, words);
  return [
    when(stateOf(request, role, words), request.settled?.at),
    ...(after ? [when(after, request.afterwards?.at)] : []),
    ...grantText(request, words),
  ].join("\n");
}

function stateLine(request: RequestDetails, role: RequestRole, words: Words): RichTextElement[] {
  const when = (said: Sentence | string, at: Date | null | undefined) => {
    const state: RichTextElement[] = inline(words, said, bold);
    return at ? inline(words, words.cards.stateAt({ state, at: date(at) })) : state;
  };
  const after = afterwardsText(request, words);
  return [
    ...when(stateOf(request, role, words), request.settled?.at),
    ...(after ? [text("\n"), ...when(after, request.afterwards?.at)] : []),
    ...grantText(request, words).map((line) => text(`\n${line}`)),
  ];
}

/** Draws what admins can do about an emergency afterwards. */
function afterControls({ requestId: value, asker, group, earlierEnd, now }: RequestDetails): Button[] {
  const about = (what: string) => `${what}: ${asker.name}, ${group}`;
  const [name, what] = [isolated(asker.name, 80), isolated(group, 60)];
  const effect =
    earlierEnd && earlierEnd.until > now
      ? `${name} stays in ${what} until ${endText(earlierEnd)}, as before the emergency, and is told.`
      : `${name} leaves ${what} at once, and is told.`;
  return [
    button(ids.requests.seen, "Seen", { value, style: "primary", label: about("Seen") }),
    button(ids.requests.takeAway, "Take Away", {
      value,
      style: "danger",
      label: about("Take away"),
      confirm: {
        title: plain("Take it away?"),
        text: plain(`${effect} Anything given since stays.`, 300),
        confirm: plain("Take Away"),
        deny: plain("Let Them Keep It"),
        style: "danger",
      },
    }),
  ];
}

function controls(request: RequestDetails, role: RequestRole, hasAnswered: boolean, words: Words): Button[] {
  const { requestId: value, asker, subject, group, hours, questions, byInvite } = request;
  const { requests } = words;
  if (role === "reader") return [];
  const open = lastUnanswered(questions);
  if (role === "asker")
    return [
      ...(open !== null ? [replyButton(request, open, words)] : []),
      button(ids.requests.remind, requests.remind, { value, label: label(words, requests.remind, group) }),
      button(ids.requests.withdraw, requests.withdraw, {
        value,
        style: "danger",
        label: label(words, requests.withdraw, group),
      }),
    ];
  const about = (what: string) => label(words, what, (subject ?? asker).name, group);
  // A workflow or a program reads no questions.
  const ask = asker.userId
    ? [button(ids.requests.ask, requests.askOpen, { value, label: about(requests.ask) })]
    : [];
  // Another decider has to approve it too.
  if (hasAnswered) return ask;
  return [
    button(ids.requests.approve, requests.approve, {
      value,
      style: "primary",
      label: about(requests.approve),
    }),
    // An invite gives all its groups for the same time.
    ...(hours === 1 || byInvite
      ? []
      : [
          button(ids.requests.approveLess, requests.approveLess, {
            value,
            label: about(requests.approveLessTitle),
          }),
        ]),
    ...ask,
    button(ids.requests.deny, requests.denyOpen, { value, style: "danger", label: about(requests.deny) }),
  ];
}

/** Returns the question that waits for a reply, counted from 0: the last one; null if none does. */
export function lastUnanswered(questions: RequestDetails["questions"]): number | null {
  const at = questions.findLastIndex(({ reply }) => reply === null);
  return at < 0 ? null : at;
}

/** Opens the form that replies to a question, counted from 0. */
export function replyButton({ requestId, group }: RequestDetails, question: number, words: Words): Button {
  const { reply } = words.requests;
  const value = questionRef.encode({ requestId, question });
  return button(ids.requests.reply, reply, { value, style: "primary", label: label(words, reply, group) });
}

/** Tells the other admins that a group has become easier to get by asking. 1 block. */
export function looserRulesCard(group: string, by: string): Card {
  const sentence = `${isolated(by, 100)} made it easier to get ${isolated(group, 60)} by asking. Access Rules on the group’s page shows how.`;
  return { text: sentence, blocks: [paragraph(text(sentence))] };
}
