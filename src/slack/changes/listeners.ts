import type { ModalView } from "@slack/types";
import type { ChangeAction } from "../../models/run.ts";
import type { AccountActor } from "../../services/actor.ts";
import { createChange } from "../../services/changes/create-change.ts";
import { reviewChange } from "../../services/changes/review-change.ts";
import { startChange } from "../../services/changes/start-change.ts";
import { InvalidFields } from "../../services/errors.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { GroupManaged } from "../../services/groups/refusals.ts";
import { runLabel } from "../../services/runs/run-facts.ts";
import { selectState } from "../invites/pending-several-state.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { groupOptions } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { idText, noState, textCodec } from "../kit/state-codec.ts";
import { type Answer, underFields } from "../kit/submission.ts";
import { helpsToResend } from "../messages/remedy.ts";
import { type ChangeFormState, changeFormState, chosenAction, chosenIn, rowsIn } from "./form-state.ts";
import { changeForm } from "./form-view.ts";
import { changeReview } from "./review-view.ts";

const { add, remove, until, action } = ids.changes;
/** The field of the form under which each error is shown. */
const fieldOf: Record<string, string> = { add, remove, until, groups: add, what: action };

/**
 * Registers changes to all rows of a list: the form, its review, and the start. After that, a run has the same buttons
 * as an import.
 */
export function registerChanges(router: SlackRouter, context: SlackContext): void {
  router.show(ids.changes.openUsers, noState, async ({ actor, view }) => ({
    above: await form(actor, { of: "users", list: view?.private_metadata ?? "" }, null),
  }));

  router.show(ids.changes.openInvites, noState, async ({ actor, view }) => {
    const metadata = view?.private_metadata ?? "";
    const isSelection = view?.callback_id === ids.pending.select;
    const list = isSelection ? selectState.decode(metadata).list : metadata;
    const drawn = await form(actor, { of: "invites", list }, null);
    return isSelection ? { view: drawn } : { above: drawn };
  });

  router.show(action, textCodec(chosenAction), async ({ actor, value, view }) => ({
    view: await form(actor, changeFormState.decode(view?.private_metadata), value),
  }));

  for (const id of [add, remove])
    router.suggest(id, async ({ actor, typed }) => groupOptions(typed, await groupsToChoose(actor)));

  router.submit(
    ids.changes.form,
    changeFormState,
    async ({ actor, state, values, view }): Promise<Answer> => {
      const { policy, timeZone: zone } = context;
      try {
        const request = { ...rowsIn(state), ...chosenIn(values) };
        const run = await createChange(actor, request, { policy, zone, reaches: helpsToResend });
        return { view: changeReview(await reviewChange(actor, String(run._id))) };
      } catch (error) {
        if (error instanceof GroupManaged) return underFields(view, { [add]: error.sentence() });
        if (!(error instanceof InvalidFields)) throw error;
        const errors = Object.entries(error.fields).map(([field, why]) => [fieldOf[field] ?? action, why]);
        return underFields(view, Object.fromEntries(errors));
      }
    },
  );

  router.submit(ids.changes.review, idText, async ({ actor, state: runId }): Promise<Answer> => {
    const label = runLabel(await startChange(actor, runId));
    const began = label.replace(/^./, (first) => first.toUpperCase());
    return {
      view: notice(
        "Change started",
        `${began}. A message from me shows its progress, with buttons to pause it or cancel the rest.`,
      ),
    };
  });
}

async function form(
  actor: AccountActor,
  state: ChangeFormState,
  chosen: ChangeAction | null,
): Promise<ModalView> {
  const needed = state.of === "users" ? "users:write" : "invites:write";
  return changeForm({ state, action: chosen, choices: await groupsToChoose(actor, needed) });
}
