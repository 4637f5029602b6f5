import { z } from "zod";
import type { AccountActor } from "../../services/actor.ts";
import { type Answered, answerRequest } from "../../services/requests/answer-request.ts";
import { answerEmergency } from "../../services/requests/emergencies.ts";
import {
  askAboutRequest,
  remindDeciders,
  replyAboutRequest,
  withdrawRequest,
} from "../../services/requests/follow-request.ts";
import { readRequest } from "../../services/requests/read-requests.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import type { Drawing } from "../kit/drawing.ts";
import { chosenHours } from "../kit/durations-input.ts";
import { flashOf } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import { redrawBelow, replaceActions } from "../kit/redraw.ts";
import type { Press, SlackRouter, Submission } from "../kit/router.ts";
import { idText } from "../kit/state-codec.ts";
import { type Answer, refusedForm } from "../kit/submission.ts";
import { approveLessView, questionForms, questionView } from "./form-view.ts";
import { type RequestFormState, requestFormState } from "./list-state.ts";
import { requestScreen } from "./screens.ts";

/** Registers what can be done about a request: on its cards, and on its page. */
export function registerAnswers(router: SlackRouter, context: SlackContext): void {
  const { approve, approveLess, remind, withdraw, lessForm, lessHours, seen, takeAway } = ids.requests;
  router.press(approve, idText, (press) => {
    let settles = true;
    return acted(
      context,
      press,
      async ({ actor, value }) => {
        const answer = await answerRequest(actor, value, { approved: true }, context.requests);
        settles = answer.outcome !== "waits_for_confirmation";
        return answered(answer);
      },
      () => settles,
    );
  });
  router.press(withdraw, idText, (press) =>
    acted(context, press, async ({ actor, value }) => {
      const { group } = await withdrawRequest(actor, value);
      return `You withdrew your request for ${group}.`;
    }),
  );
  router.press(remind, idText, async (press) => {
    if (press.view) return acted(context, press, reminded);
    // On the card the buttons stay, so that it is said beside it.
    const { text } = await flashOf(() => reminded(press), context, press.actor);
    await press.tell(text);
    return undefined;
  });

  router.show(approveLess, idText, async ({ actor, value, view }) => ({
    above: approveLessView(await readRequest(actor, value), about(value, view)),
  }));
  router.submit(lessForm, requestFormState, (submission) =>
    submitted(context, submission, lessHours, async ({ actor, state: { requestId, list }, values, tell }) => {
      const form = z.object({ [lessHours]: z.object({ [lessHours]: chosenHours }) }).parse(values);
      const hours = form[lessHours]?.[lessHours];
      const answer = await answerRequest(actor, requestId, { approved: true, hours }, context.requests);
      // The card stays as it is.
      if (answer.outcome === "waits_for_confirmation" && list === null) await tell(answered(answer));
      return answered(answer);
    }),
  );

  for (const [id, answer, said] of [
    [seen, "seen", "You have seen the emergency access of"],
    [takeAway, "taken_away", "You took away the emergency access of"],
  ] as const)
    router.press(id, idText, (press) =>
      acted(context, press, async ({ actor, value }) => {
        const { person, group } = await answerEmergency(actor, value, answer);
        return `${said} ${person} to ${group}.`;
      }),
    );

  registerQuestion(router, context, "deny", async (actor, requestId, reason) =>
    answered(await answerRequest(actor, requestId, { approved: false, reason }, context.requests)),
  );
  registerQuestion(router, context, "ask", async (actor, requestId, question) => {
    const { asker } = await askAboutRequest(actor, requestId, question);
    return `${asker} was asked. The reply shows on the request.`;
  });
  registerQuestion(router, context, "reply", async (actor, requestId, reply) => {
    await replyAboutRequest(actor, requestId, reply);
    return "Your reply was sent.";
  });
}

/** Registers a button that opens a form of one field, and what that does. */
function registerQuestion(
  router: SlackRouter,
  context: SlackContext,
  kind: keyof typeof questionForms,
  act: (actor: AccountActor, requestId: string, typed: string) => Promise<string>,
): void {
  router.show(ids.requests[kind], idText, async ({ actor, value, view }) => ({
    above: questionView(kind, await readRequest(actor, value), about(value, view)),
  }));
  const { id, field } = questionForms[kind];
  router.submit(id, requestFormState, (submission) =>
    submitted(context, submission, field, async ({ actor, state: { requestId }, values }) =>
      act(actor, requestId, typedIn(values, field)),
    ),
  );
}

function typedIn(values: unknown, field: string): string {
  const form = z.record(z.string(), z.record(z.string(), z.looseObject({ value: z.string().nullish() })));
  return form.parse(values)[field]?.[field]?.value ?? "";
}

/** What a form is about: the request, and the list below its page. */
function about(requestId: string, view: Press<unknown>["view"]): string {
  const list = view?.callback_id === ids.requests.page ? view.private_metadata : null;
  return requestFormState.encode({ requestId, list });
}

function answered({ person, group, outcome: what, mailedTo = "" }: Answered): string {
  switch (what) {
    case "approved":
      return `You approved: ${person} gets ${group}.`;
    case "denied":
      return `You denied ${person} ${group}.`;
    case "waits_for_another":
      return `You approved. ${person} waits for one more approval.`;
    case "waits_for_confirmation":
      return `Not approved yet: confirm it by the link that was just mailed to ${mailedTo}. It works for 15 minutes.`;
  }
}

async function reminded({ actor, value }: Pick<Press<string>, "actor" | "value">): Promise<string> {
  await remindDeciders(actor, value);
  return "Those who decide were reminded.";
}

/**
 * Acts by a press: the page of the request is drawn anew; on a message, a line takes the place of the buttons, unless there is
 * more to do by them.
 */
async function acted(
  context: SlackContext,
  press: Press<string>,
  act: (press: Press<string>) => Promise<string>,
  settles: () => boolean = () => true,
): Promise<Drawing | undefined> {
  const { actor, value, view, body } = press;
  const flash = await flashOf(() => act(press), context, actor);
  if (view) return { view: await requestScreen(actor, value, view.private_metadata, flash) };
  if (settles()) await replaceActions(body, flash.text, press);
  else await press.tell(flash.text);
  return undefined;
}

/** Acts by a form: what is wrong stands under its field; the page below it is drawn anew. */
async function submitted(
  context: SlackContext,
  submission: Submission<RequestFormState>,
  field: string,
  act: (submission: Submission<RequestFormState>) => Promise<string>,
): Promise<Answer> {
  const { actor, state, view, client } = submission;
  try {
    const text = await act(submission);
    const redraw = async () => {
      if (state.list === null || !view.previous_view_id) return;
      const page = await requestScreen(actor, state.requestId, state.list, { text, ok: true });
      await redrawBelow(client, view.previous_view_id, page);
    };
    return { closed: notice("Request", text), afterwards: redraw };
  } catch (error) {
    return refusedForm(error, field, submission, context);
  }
}
