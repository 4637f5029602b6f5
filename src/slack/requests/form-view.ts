import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import { cutOff } from "../../services/cut-off.ts";
import { endIn, hoursIn } from "../../services/end-text.ts";
import { shortest } from "../../services/ends.ts";
import { LONGEST_REASON } from "../../services/requests/create-request.ts";
import type { RequestDetails } from "../../services/requests/request-details.ts";
import type { Requestable } from "../../services/requests/requestable.ts";
import { accessText } from "../kit/access.ts";
import { alert, bold, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { hoursInput } from "../kit/durations-input.ts";
import { groupSelect, groupsFound } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { inline, inOneParagraph, noticeIn, say } from "../kit/phrase.ts";
import { creationState } from "../kit/state-codec.ts";
import { asksText, questionText, timeText } from "../messages/request-phrases.ts";
import { type RequestFormState, requestFormState } from "./list-state.ts";

const LONGEST_DESCRIPTION = 75;

/** What is already filled in. */
interface Filled {
  newId: string;
  groupId?: string | undefined;
  problem?: string | undefined;
}

/** Draws *Request access*: which group, for how long, why. At most 7 blocks. */
export function requestFormView(
  groups: readonly Requestable[],
  { newId, groupId, problem }: Filled,
  words: Words,
): ModalView {
  const { requests, slack } = words;
  const askable = groups.filter(canBeAskedFor);
  if (askable.length === 0) return nothingToAskView(groups, words);
  const chosen = askable.find(({ id }) => id === groupId);
  return {
    type: "modal",
    callback_id: ids.requests.form,
    private_metadata: creationState.encode({ newId }),
    title: title(requests.title),
    submit: plain(requests.send),
    close: plain(slack.close),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      groupInput(askable, chosen, words),
      hoursInput({
        id: ids.requests.hours,
        label: requests.time,
        hint: requests.timeHint,
        most: longestOf(askable, chosen),
        words,
      }),
      reasonInput(ids.requests.reason, requests.reason, readByDeciders(words)),
      ...(askable.some(({ atOnce }) => atOnce.emergency !== null) ? [emergencyInput(words)] : []),
      ...standing(groups, words),
    ],
  };
}

/** People can't ask for what they have for good or have already asked for, unless it can't wait for the answer. */
const canBeAskedFor = ({ standing: each, atOnce }: Requestable): boolean =>
  each.kind === "open" || (each.kind === "has" ? each.end !== null : atOnce.emergency !== null);

function longestOf(askable: readonly Requestable[], chosen: Requestable | undefined): number | null {
  const longest = (chosen ? [chosen] : askable).map(({ longestHours }) => longestHours);
  return longest.includes(null) ? null : Math.max(...longest.map((hours) => hours ?? 0));
}

function groupInput(
  askable: readonly Requestable[],
  chosen: Requestable | undefined,
  words: Words,
): InputBlock {
  const { group } = ids.requests;
  const option = (each: Requestable) => groupOption(each, words);
  return {
    type: "input",
    block_id: group,
    label: plain(words.requests.group),
    element: groupSelect(group, askable.map(option), chosen && option(chosen), words.slack.choose),
  };
}

/** Finds the groups that match what was typed, if there are too many to list. */
export function requestableOptions(
  typed: string,
  groups: readonly Requestable[],
  words: Words,
): PlainTextOption[] {
  return groupsFound(typed, groups.filter(canBeAskedFor)).map((each) => groupOption(each, words));
}

function groupOption(group: Requestable, words: Words): PlainTextOption {
  const { requests } = words;
  const { standing: has, answered, longestHours, atOnce } = group;
  const upTo = (hours: number | null, phrase: typeof requests.upTo) =>
    hours === null ? [] : [say(words, phrase({ time: hoursIn(words, hours) }))];
  const facts = [
    ...(has.kind === "has" && has.end ? [say(words, requests.until({ end: endIn(words, has.end) }))] : []),
    ...upTo(atOnce.preApproved, requests.atOnceUpTo),
    ...upTo(atOnce.emergency, requests.emergencyUpTo),
    ...upTo(answered ? longestHours : null, requests.upTo),
    accessText(group, words),
  ];
  return {
    text: plain(group.name, 75),
    value: group.id,
    description: plain(cutOff(facts.join(" · "), LONGEST_DESCRIPTION), 75),
  };
}

function emergencyInput({ requests }: Words): InputBlock {
  const { emergency } = ids.requests;
  const option = { text: plain(requests.emergencyOption, 75), value: "yes" };
  return {
    type: "input",
    block_id: emergency,
    optional: true,
    label: plain(requests.emergency),
    element: { type: "checkboxes", action_id: emergency, options: [option] },
  };
}

/** Says what can't be asked for again, and why. */
function standing(groups: readonly Requestable[], words: Words): KnownBlock[] {
  const { requests, list } = words;
  const asked = groups.filter((each) => each.standing.kind === "asked").map(({ name }) => name);
  const has = groups
    .filter((each) => each.standing.kind === "has" && !canBeAskedFor(each))
    .map(({ name }) => name);
  const lines = [
    ...(asked.length > 0 ? [say(words, requests.asked({ groups: list(asked) }))] : []),
    ...(has.length > 0 ? [say(words, requests.has({ groups: list(has) }))] : []),
  ];
  return lines.length > 0 ? [contextBlock(shorten(inOneParagraph(words, ...lines), 1_000))] : [];
}

/** Says why there is nothing to ask for. 1 or 2 blocks. */
function nothingToAskView(groups: readonly Requestable[], words: Words): ModalView {
  const { title: heading, noneOpen, nothingMore } = words.requests;
  const view = noticeIn(words, heading, groups.length === 0 ? noneOpen : nothingMore);
  return { ...view, blocks: [...view.blocks, ...standing(groups, words)] };
}

const readByDeciders = (words: Words): string =>
  say(words, words.requests.readByDeciders({ most: words.number(LONGEST_REASON) }));

function reasonInput(id: string, label: string, hint: string): InputBlock {
  return {
    type: "input",
    block_id: id,
    label: plain(label),
    hint: plain(hint),
    element: { type: "plain_text_input", action_id: id, multiline: true, max_length: LONGEST_REASON },
  };
}

/** The forms that a request's buttons open: each asks one thing. */
export const questionForms = {
  deny: {
    id: ids.requests.denyForm,
    field: ids.requests.denyReason,
    title: "denyTitle",
    submit: "deny",
    label: "whyNot",
  },
  ask: {
    id: ids.requests.askForm,
    field: ids.requests.question,
    title: "askTitle",
    submit: "ask",
    label: "question",
  },
  reply: {
    id: ids.requests.replyForm,
    field: ids.requests.replyText,
    title: "reply",
    submit: "reply",
    label: "reply",
  },
} as const;
export type QuestionForm = keyof typeof questionForms;

/** Draws one of them, above a request or a message. 2 blocks, and 1 for an error. */
export function questionView(
  kind: QuestionForm,
  request: RequestDetails,
  state: RequestFormState,
  words: Words,
  problem?: string,
): ModalView {
  const { requests, slack } = words;
  const form = questionForms[kind];
  const name = shorten(request.asker.name, 60);
  const most = words.number(LONGEST_REASON);
  const readByAsker = request.byWorkflow
    ? requests.readByWorkflow({ most })
    : requests.readBy({ name, most });
  const readBy = kind === "reply" ? readByDeciders(words) : say(words, readByAsker);
  return {
    type: "modal",
    callback_id: form.id,
    private_metadata: requestFormState.encode(state),
    title: title(requests[form.title]),
    submit: plain(requests[form.submit]),
    close: plain(slack.close),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      about(request, kind === "reply" ? state.question : null, words),
      reasonInput(form.field, requests[form.label], readBy),
    ],
  };
}

/** Draws *Approve for less*: for how long. 2 blocks, and 1 for an error. */
export function approveLessView(
  request: RequestDetails,
  state: RequestFormState,
  words: Words,
  problem?: string,
): ModalView {
  const { requests, slack } = words;
  return {
    type: "modal",
    callback_id: ids.requests.lessForm,
    private_metadata: requestFormState.encode(state),
    title: title(requests.approveLessTitle),
    submit: plain(requests.approve),
    close: plain(slack.close),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      about(request, null, words),
      hoursInput({
        id: ids.requests.lessHours,
        label: requests.time,
        most: shortest([request.hours, request.longestHours]),
        words,
      }),
    ],
  };
}

/** Says what a form is about: a question of the request, counted from 0, or what is asked for and for how long. */
function about(request: RequestDetails, question: number | null, words: Words): KnownBlock {
  const asked = question === null ? undefined : request.questions[question];
  if (asked) return paragraph(...inline(words, questionText(asked, words)));
  return paragraph(
    ...inline(words, asksText(request, words), bold),
    text("\n"),
    ...inline(words, timeText(request, words)),
  );
}
