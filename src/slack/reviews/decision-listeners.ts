import * as z from "zod";
import { chosenEnd } from "../../services/ends.ts";
import { InvalidFields } from "../../services/errors.ts";
import { answerItem, itemToDecide, type Verdict } from "../../services/reviews/answer-item.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenDay } from "../kit/end-input.ts";
import { ids } from "../kit/ids.ts";
import { redrawBelow } from "../kit/redraw.ts";
import type { Press, SlackRouter, Submission } from "../kit/router.ts";
import { idText, readValues } from "../kit/state-codec.ts";
import { type Answer, refusedForm } from "../kit/submission.ts";
import { decidedText } from "./decided-text.ts";
import { limitView, removeView } from "./item-views.ts";
import { reviewScreen } from "./screens.ts";
import { type ReviewItemState, reviewItemState, reviewPageState } from "./state.ts";

const { limit, limitForm, until, remove, removeForm, reason } = ids.reviews;
const dayForm = z.object({ [until]: z.object({ [until]: chosenDay }) });
const reasonForm = z.object({ [reason]: z.object({ [reason]: z.object({ value: z.string().nullish() }) }) });

/** Registers *Keep Until…* and *Remove…*: forms of one field above the review. */
export function registerDecisions(router: SlackRouter, context: SlackContext): void {
  const { timeZone } = context;
  router.show(limit, idText, async (press) => {
    const item = await itemToDecide(press.actor, press.value);
    return { above: limitView(item, about(press), timeZone) };
  });
  router.submit(limitForm, reviewItemState, (submission) =>
    submitted(context, submission, until, (values) => {
      const end = chosenEnd(readValues(dayForm, values)[until]?.[until], timeZone);
      if (!end) throw new InvalidFields({ until: "Choose a day." });
      return { kind: "limit", end };
    }),
  );

  router.show(remove, idText, async (press) => ({
    above: removeView(await itemToDecide(press.actor, press.value), about(press)),
  }));
  router.submit(removeForm, reviewItemState, (submission) =>
    submitted(context, submission, reason, (values) => ({
      kind: "remove",
      reason: readValues(reasonForm, values)[reason]?.[reason]?.value ?? "",
    })),
  );
}

function about({ value: itemId, view }: Press<string>): string {
  return reviewItemState.encode({ itemId, page: reviewPageState.decode(view?.private_metadata) });
}

async function submitted(
  context: SlackContext,
  submission: Submission<ReviewItemState>,
  field: string,
  read: (values: unknown) => Verdict,
): Promise<Answer> {
  const { actor, state, values, view, client } = submission;
  try {
    const text = decidedText(await answerItem(actor, state.itemId, read(values)));
    return {
      closed: notice("Review", text),
      afterwards: async () =>
        redrawBelow(client, view.previous_view_id, await reviewScreen(actor, state.page, { text, ok: true })),
    };
  } catch (error) {
    return refusedForm(error, field, submission.view, context, submission.actor);
  }
}
