import * as z from "zod";
import type { Words } from "../../locales/words.ts";
import type { AccountActor } from "../../services/actor.ts";
import { endText } from "../../services/ends.ts";
import { type Answered, answerRequest } from "../../services/requests/answer-request.ts";
import { answerEmergency, type EmergencyAnswered } from "../../services/requests/emergencies.ts";
import {
  askAboutRequest,
  remindDeciders,
  replyAboutRequest,
  withdrawRequest,
} from "../../services/requests/follow-request.ts";
import { RequestSettled } from "../../services/requests/refusals.ts";
import { readRequest } from "../../services/requests/request-details.ts";
import type { SlackContext } from "../kit/context.ts";
import type { Drawing } from "../kit/drawing.ts";
import { chosenHours } from "../kit/durations-input.ts";
import { flashOf } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import { isolated, noticeIn, say } from "../kit/phrase.ts";
import { questionRef } from "../kit/question-ref.ts";
import { redrawBelow, replaceActions } from "../kit/redraw.ts";
import type { Press, SlackRouter, Submission } from "../kit/router.ts";
import { idText, readValues } from "../kit/state-codec.ts";
import { type Answer, refusedForm } from "../kit/submission.ts";
import { lastUnanswered } from "../messages/request-card.ts";
import { redrawCardsOf } from "../state/request-cards.ts";
import { approveLessView, questionForms, questionView } from "./form-view.ts";
import { type RequestFormState, requestFormState } from "./list-state.ts";
import { requestScreen } from "./screens.ts";

/** Registers everything that can be done about a request, on its cards and on its page. */
export function registerAnswers(router: SlackRouter, context: SlackContext): void {
  const wordsOf = async (actor: AccountActor) => (await context.readers.of(actor)).words;
  const { approve, approveLess, remind, withdraw, lessForm, lessHours, seen, takeAway } = ids.requests;
  router.press(approve, idText, (press) => {
    let settles = true;
    return acted(
      context,
      press,
      async ({ actor, value }, words) => {
        const answer = await answerRequest(actor, value, { approved: true }, context.requests);
        settles = !answer.outcome.startsWith("waits_for");
        return answered(answer, words);
      },
      () => settles,
    );
  });
  router.press(withdraw, idText, (press) =>
    acted(context, press, async ({ actor, value }, words) =>
      say(words, words.requests.youWithdrew(await withdrawRequest(actor, value))),
    ),
  );
  router.press(remind, idText, async (press) => {
    if (press.view) return acted(context, press, reminded);
    // The buttons stay on the card, so the result is said in a separate message.
    const reader = await context.readers.of(press.actor);
    const { text } = await flashOf(() => reminded(press, reader.words), context, reader);
    await press.tell(text);
    return undefined;
  });

  router.show(approveLess, idText, async ({ actor, value, view }) => ({
    above: approveLessView(await readRequest(actor, value), formState(value, view), await wordsOf(actor)),
  }));
  router.submit(lessForm, requestFormState, (submission) =>
    submitted(context, submission, lessHours, async (form, words) => {
      const { actor, state, values, tell } = form;
      const { requestId, list } = state;
      const filledIn = readValues(z.object({ [lessHours]: z.object({ [lessHours]: chosenHours }) }), values);
      const hours = filledIn[lessHours]?.[lessHours];
      const answer = await answerRequest(actor, requestId, { approved: true, hours }, context.requests);
      // The card stays as it is.
      if (answer.outcome === "waits_for_confirmation" && list === null) await tell(answered(answer, words));
      return answered(answer, words);
    }),
  );

  for (const [id, answer, said] of [
    [seen, "seen", "You have seen the emergency access of"],
    [takeAway, "taken_away", "You took away the emergency access of"],
  ] as const)
    router.press(id, idText, (press) =>
      acted(context, press, async ({ actor, value }) => {
        const { person, group, kept } = await answerEmergency(actor, value, answer);
        return `${said} ${isolated(person)} to ${isolated(group)}.${kept ? ` ${keptText(kept)}` : ""}`;
      }),
    );

  registerQuestion(router, context, "deny", async (actor, requestId, reason, words) =>
    answered(await answerRequest(actor, requestId, { approved: false, reason }, context.requests), words),
  );
  registerQuestion(router, context, "ask", async (actor, requestId, question, words) => {
    const { asker: name } = await askAboutRequest(actor, requestId, question);
    return say(words, words.requests.wasAsked({ name }));
  });
  registerQuestion(router, context, "reply", async (actor, requestId, reply, words, question) => {
    await replyAboutRequest(actor, requestId, question, reply);
    return words.requests.replySent;
  });
}

function keptText({ from, end }: NonNullable<EmergencyAnswered["kept"]>): string {
  const until = end ? `until ${endText(end)}` : "with no end";
  const why =
    from === "before" ? "as before the emergency" : "because somebody changed that after the emergency";
  return `They stay in it ${until}, ${why}.`;
}

/** Registers a button that opens a form of one field, and what the form does. */
function registerQuestion(
  router: SlackRouter,
  context: SlackContext,
  kind: keyof typeof questionForms,
  act: (
    actor: AccountActor,
    requestId: string,
    typed: string,
    words: Words,
    question: number | null,
  ) => Promise<string>,
): void {
  router.show(ids.requests[kind], questionRef, async ({ actor, value: { requestId, question }, view }) => {
    const request = await readRequest(actor, requestId);
    const { words } = await context.readers.of(actor);
    const state = formState(requestId, view, question ?? lastUnanswered(request.questions));
    return { above: questionView(kind, request, state, words) };
  });
  const { id, field } = questionForms[kind];
  router.submit(id, requestFormState, (submission) =>
    submitted(context, submission, field, async ({ actor, state: { requestId, question }, values }, words) =>
      act(actor, requestId, typedIn(values, field), words, question),
    ),
  );
}

function typedIn(values: unknown, field: string): string {
  const form = z.record(z.string(), z.record(z.string(), z.looseObject({ value: z.string().nullish() })));
  return readValues(form, values)[field]?.[field]?.value ?? "";
}

/** What a form is about: the request, the list below its page, and the question being answered. */
function formState(
  requestId: string,
  view: Press<unknown>["view"],
  question: number | null = null,
): RequestFormState {
  const list = view?.callback_id === ids.requests.page ? (view.private_metadata ?? "") : null;
  return { requestId, list, question };
}

function answered({ person, group, outcome: what, mailedTo: email = "" }: Answered, words: Words): string {
  const { requests } = words;
  switch (what) {
    case "approved":
      return say(words, requests.youApproved({ person, group }));
    case "denied":
      return say(words, requests.youDenied({ person, group }));
    case "waits_for_another":
      return say(words, requests.waitsForAnother({ person }));
    case "waits_for_confirmation":
      return say(words, requests.confirmFirst({ email }));
  }
}

async function reminded(
  { actor, value }: Pick<Press<string>, "actor" | "value">,
  { requests }: Words,
): Promise<string> {
  await remindDeciders(actor, value);
  return requests.reminded;
}

/**
 * Acts on a press. On the page, the request is redrawn; on a message, a line replaces the buttons, and the card is
 * redrawn after it, since the line may overwrite what a job drew meanwhile. If the buttons are still needed, as after a
 * refusal, a separate message says it.
 */
async function acted(
  context: SlackContext,
  press: Press<string>,
  act: (press: Press<string>, words: Words) => Promise<string>,
  settles: () => boolean = () => true,
): Promise<Drawing | undefined> {
  const { actor, value, view, body } = press;
  const reader = await context.readers.of(actor);
  const flash = await flashOf(() => act(press, reader.words), context, reader);
  if (view) return { view: await requestScreen(actor, reader.words, value, view.private_metadata, flash) };
  const isOver = flash.ok ? settles() : flash.error instanceof RequestSettled;
  if (!isOver) await press.tell(flash.text);
  else {
    await replaceActions(body, flash.text, press);
    await redrawCardsOf(value, actor.userId);
  }
  return undefined;
}

/** Acts on a form: errors appear under its field, and the page below it is redrawn. */
async function submitted(
  context: SlackContext,
  submission: Submission<RequestFormState>,
  field: string,
  act: (submission: Submission<RequestFormState>, words: Words) => Promise<string>,
): Promise<Answer> {
  const { actor, state, view, client } = submission;
  const reader = await context.readers.of(actor);
  const { words } = reader;
  try {
    const text = await act(submission, words);
    const redraw = async () => {
      if (state.list === null || !view.previous_view_id) return;
      const page = await requestScreen(actor, words, state.requestId, state.list, { text, ok: true });
      await redrawBelow(client, view.previous_view_id, page);
    };
    return { closed: noticeIn(words, words.requests.request, text), afterwards: redraw };
  } catch (error) {
    return refusedForm(error, field, view, context, reader);
  }
}
