import type { ViewResponseAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { InvalidFields, isDomainError } from "../../services/errors.ts";
import { within } from "../../services/within.ts";
import { accountIn } from "./account-of.ts";
import type { SlackContext } from "./context.ts";
import { describeError, viewOfError } from "./errors.ts";
import { noticeIn } from "./phrase.ts";
import { inEnglish, type Reader } from "./reader.ts";
import { withError } from "./redraw.ts";

/** Slack gives a submission 3 s; anything that takes longer than this goes on behind a waiting view. */
const PATIENCE_MS = 1_500;

/** The errors of a form: a sentence by the `block_id` of its field. */
export type FieldErrors = Readonly<Record<string, string>>;

/**
 * How a submission ends: another view in its place, errors under fields of the form (which is redrawn if a waiting view
 * replaced it), or the form closed (a waiting view can no longer be closed, so it shows this instead).
 */
export type Answer = (
  | { view: ModalView }
  | { errors: FieldErrors; form: () => ModalView }
  | { closed: ModalView }
) & {
  /** Redraws other views of the same thing, once the submission has its answer. */
  afterwards?: () => Promise<void>;
};

/** What to show if the work fails, and who reads that it takes long. */
interface Otherwise {
  onFailure: (error: unknown) => Promise<Answer>;
  reader: () => Promise<Reader>;
}

/**
 * Acknowledges a submission in time, however long the work takes: with its answer if that is ready, otherwise with a
 * waiting view that the answer replaces.
 */
export async function respondInTime(
  ack: (response?: ViewResponseAction) => Promise<void>,
  client: WebClient,
  viewId: string,
  work: Promise<Answer>,
  { onFailure, reader }: Otherwise,
): Promise<void> {
  const outcome = work.catch(onFailure);
  const answer = await within(PATIENCE_MS, outcome);
  if (!answer) {
    const { words } = await reader();
    const view = noticeIn(words, words.slack.oneMoment, words.slack.stillWorking);
    await ack({ response_action: "update", view });
    const late = await outcome;
    const result = "view" in late ? late.view : "form" in late ? late.form() : late.closed;
    await client.views.update({ view_id: viewId, view: result });
  } else if ("view" in answer) await ack({ response_action: "update", view: answer.view });
  else if ("errors" in answer) await ack({ response_action: "errors", errors: { ...answer.errors } });
  else await ack();
}

/** Draws a submitted view as it was, below the error, if its work fails. */
export function redisplayWithError(view: unknown, body: unknown, context: SlackContext): Otherwise {
  const ref = accountIn(body);
  return {
    onFailure: async (error) => ({ view: await viewOfError(view, error, ref?.userId, context) }),
    reader: async () => (ref ? context.readers.ofAccount(ref) : inEnglish()),
  };
}

/** Shows errors under the fields of a submitted view. */
export function underFields(view: unknown, errors: FieldErrors): Answer {
  return { errors, form: () => withError(view, Object.values(errors).join(" ")) };
}

/**
 * Says why a form with one field was refused: under the field if that is the reason, otherwise above the form.
 *
 * @throws anything that isn't a domain error
 */
export function refusedForm(
  error: unknown,
  field: string,
  view: unknown,
  { log }: Pick<SlackContext, "log">,
  reader: Partial<Reader>,
): Answer {
  if (!isDomainError(error)) throw error;
  const sentence = describeError(error, log, reader);
  return error instanceof InvalidFields
    ? underFields(view, { [field]: sentence })
    : { view: withError(view, sentence) };
}
