import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import { endText, shortest } from "../../services/ends.ts";
import { hoursText } from "../../services/format.ts";
import { LONGEST_REASON } from "../../services/requests/create-request.ts";
import type { RequestDetails } from "../../services/requests/read-requests.ts";
import type { Requestable } from "../../services/requests/requestable.ts";
import { accessText } from "../kit/access.ts";
import { alert, bold, contextBlock, notice, paragraph, plain, text, title } from "../kit/blocks.ts";
import { hoursInput } from "../kit/durations-input.ts";
import { groupSelect, groupsFound } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { shorten } from "../kit/text.ts";
import { timeAsked } from "../messages/request-card.ts";

const LONGEST_DESCRIPTION = 75;

/** What is filled in already. */
interface Filled {
  groupId?: string | undefined;
  problem?: string | undefined;
}

/** Draws *Request access*: which group, for how long, why. At most 7 blocks. */
export function requestFormView(groups: readonly Requestable[], { groupId, problem }: Filled): ModalView {
  const askable = groups.filter(canBeAskedFor);
  if (askable.length === 0) return nothingToAskView(groups);
  const chosen = askable.find(({ id }) => id === groupId);
  return {
    type: "modal",
    callback_id: ids.requests.form,
    title: title("Request access"),
    submit: plain("Send Request"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      groupInput(askable, chosen),
      hoursInput({
        id: ids.requests.hours,
        label: "For how long",
        hint: "From the approval on.",
        most: longestOf(askable, chosen),
      }),
      reasonInput(ids.requests.reason, "Reason", "Whoever decides reads it."),
      ...(askable.some(({ atOnce }) => atOnce.emergency !== null) ? [emergencyInput()] : []),
      ...standing(groups),
    ],
  };
}

/** What somebody is in for good, or has asked for, they can't ask for again. */
const canBeAskedFor = ({ standing: each }: Requestable): boolean =>
  each.kind === "open" || (each.kind === "has" && each.end !== null);

function longestOf(askable: readonly Requestable[], chosen: Requestable | undefined): number | null {
  const longest = (chosen ? [chosen] : askable).map(({ longestHours }) => longestHours);
  return longest.includes(null) ? null : Math.max(...longest.map((hours) => hours ?? 0));
}

function groupInput(askable: readonly Requestable[], chosen: Requestable | undefined): InputBlock {
  const { group } = ids.requests;
  const options = askable.map(groupOption);
  return {
    type: "input",
    block_id: group,
    label: plain("Group"),
    element: groupSelect(group, options, chosen && groupOption(chosen)),
  };
}

/** Finds the groups to choose from by what was typed, where there are too many to list. */
export function requestableOptions(typed: string, groups: readonly Requestable[]): PlainTextOption[] {
  return groupsFound(typed, groups.filter(canBeAskedFor)).map(groupOption);
}

function groupOption(group: Requestable): PlainTextOption {
  const until =
    group.standing.kind === "has" && group.standing.end ? `until ${endText(group.standing.end)} · ` : "";
  const { preApproved, emergency } = group.atOnce;
  const most = [
    ...(preApproved === null ? [] : [`at once up to ${hoursText(preApproved)} · `]),
    ...(emergency === null ? [] : [`emergency up to ${hoursText(emergency)} · `]),
    ...(group.longestHours === null ? [] : [`up to ${hoursText(group.longestHours)} · `]),
  ].join("");
  return {
    text: plain(group.name, 75),
    value: group.id,
    description: plain(shorten(`${until}${most}${accessText(group)}`, LONGEST_DESCRIPTION), 75),
  };
}

function emergencyInput(): InputBlock {
  const { emergency } = ids.requests;
  const option = { text: plain("It can’t wait: I need it now. All admins are told."), value: "yes" };
  return {
    type: "input",
    block_id: emergency,
    optional: true,
    label: plain("Emergency"),
    element: { type: "checkboxes", action_id: emergency, options: [option] },
  };
}

/** Says what can't be asked for again, and why. */
function standing(groups: readonly Requestable[]): KnownBlock[] {
  const asked = groups.filter((each) => each.standing.kind === "asked").map(({ name }) => name);
  const has = groups
    .filter((each) => each.standing.kind === "has" && !canBeAskedFor(each))
    .map(({ name }) => name);
  const lines = [
    ...(asked.length > 0 ? [`You have asked for: ${asked.join(", ")}.`] : []),
    ...(has.length > 0 ? [`You are in already: ${has.join(", ")}.`] : []),
  ];
  return lines.length > 0 ? [contextBlock(shorten(lines.join(" "), 1_000))] : [];
}

/** Says why there is nothing to ask for. 1 or 2 blocks. */
function nothingToAskView(groups: readonly Requestable[]): ModalView {
  const view = notice(
    "Request access",
    groups.length === 0
      ? "No group is open to requests yet. Ask an admin for what you need."
      : "There is nothing more to ask for.",
  );
  return { ...view, blocks: [...view.blocks, ...standing(groups)] };
}

function reasonInput(id: string, label: string, hint: string): InputBlock {
  return {
    type: "input",
    block_id: id,
    label: plain(label),
    hint: plain(`${hint} Up to ${LONGEST_REASON} characters.`),
    element: { type: "plain_text_input", action_id: id, multiline: true, max_length: LONGEST_REASON },
  };
}

/** The forms that a button on a request opens: each asks one thing. */
export const questionForms = {
  deny: {
    id: ids.requests.denyForm,
    field: ids.requests.denyReason,
    title: "Deny request?",
    submit: "Deny",
    label: "Why not",
  },
  ask: {
    id: ids.requests.askForm,
    field: ids.requests.question,
    title: "Ask a question",
    submit: "Ask",
    label: "Question",
  },
  reply: {
    id: ids.requests.replyForm,
    field: ids.requests.replyText,
    title: "Reply",
    submit: "Reply",
    label: "Reply",
  },
} as const;
export type QuestionForm = keyof typeof questionForms;

/** Draws one of them, above a request or a message. 2 blocks, and 1 for what stood in the way. */
export function questionView(
  kind: QuestionForm,
  request: RequestDetails,
  metadata: string,
  problem?: string,
): ModalView {
  const form = questionForms[kind];
  const reader =
    kind === "reply" ? "Whoever decides reads it." : `${shorten(request.asker.name, 60)} reads it.`;
  return {
    type: "modal",
    callback_id: form.id,
    private_metadata: metadata,
    title: title(form.title),
    submit: plain(form.submit),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      about(request, kind),
      reasonInput(form.field, form.label, reader),
    ],
  };
}

/** Draws *Approve for less*: for how long. 2 blocks, and 1 for what stood in the way. */
export function approveLessView(request: RequestDetails, metadata: string, problem?: string): ModalView {
  return {
    type: "modal",
    callback_id: ids.requests.lessForm,
    private_metadata: metadata,
    title: title("Approve for less"),
    submit: plain("Approve"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      about(request, "less"),
      hoursInput({
        id: ids.requests.lessHours,
        label: "For how long",
        most: shortest([request.hours, request.longestHours]),
      }),
    ],
  };
}

function about(request: RequestDetails, kind: QuestionForm | "less"): KnownBlock {
  const { asker, subject, group, hours, wanted, questions } = request;
  const asked = questions.at(-1);
  if (kind === "reply" && asked)
    return paragraph(bold(`${shorten(asked.by, 80)} asks: `), text(shorten(asked.text, 500)));
  const time = wanted || hours === null ? timeAsked(request) : `for ${hoursText(hours)}`;
  const whom = subject ? ` for ${shorten(subject.name, 100)}` : "";
  return paragraph(bold(shorten(asker.name, 100)), text(` asks for ${shorten(group, 60)}${whom}, ${time}.`));
}
