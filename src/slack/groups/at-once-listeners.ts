import * as z from "zod";
import type { AccountActor } from "../../services/actor.ts";
import { isDomainError } from "../../services/errors.ts";
import { type AtOnceChoice, groupRules, type RulesEdit } from "../../services/groups/access-rules.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenHours } from "../kit/durations-input.ts";
import { describeError } from "../kit/errors.ts";
import { groupOptions } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { noState, readValues } from "../kit/state-codec.ts";
import { atOnceView, NOBODY, nobody } from "./at-once-view.ts";
import { type GroupPageState, groupDeletionState, groupPageState } from "./list-state.ts";
import { saveRules } from "./rules-listeners.ts";

const { preApproved, preApprovedHours, emergency, emergencyHours, atOnce, atOnceForm } = ids.groups;
const chosenGroup = z.object({ selected_option: z.object({ value: z.string() }) });
const filledIn = z.object({
  [preApproved]: z.object({ [preApproved]: chosenGroup }),
  [preApprovedHours]: z.object({ [preApprovedHours]: chosenHours }),
  [emergency]: z.object({ [emergency]: chosenGroup }),
  [emergencyHours]: z.object({ [emergencyHours]: chosenHours }),
});

function editIn(values: unknown): RulesEdit {
  const form = readValues(filledIn, values);
  const rule = (group: string, hours: number | null): AtOnceChoice | null =>
    group === NOBODY ? null : { group, hours: hours ?? 0 };
  return {
    preApproved: rule(
      form[preApproved][preApproved].selected_option.value,
      form[preApprovedHours][preApprovedHours],
    ),
    emergency: rule(form[emergency][emergency].selected_option.value, form[emergencyHours][emergencyHours]),
  };
}

/** The fields of the form, by the names the rules give them. */
const blocks = { preApproved, emergency };

/** Registers *At Once*. */
export function registerAtOnce(router: SlackRouter, context: SlackContext): void {
  router.show(atOnce, noState, async ({ actor, view }) => {
    const page = groupPageState.decode(view?.private_metadata);
    try {
      return { above: await form(actor, page) };
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return { view: notice("Group", describeError(error, context.log, actor)) };
    }
  });
  for (const id of [preApproved, emergency])
    router.suggest(id, async ({ actor, typed, metadata }) => {
      const { groupId } = groupDeletionState.decode(metadata).page;
      return groupOptions(typed, [nobody, ...(await others(actor, groupId))]);
    });
  router.submit(atOnceForm, groupDeletionState, (submission) =>
    saveRules(context, submission, { edit: editIn(submission.values), form, blocks }),
  );
}

async function others(actor: AccountActor, groupId: string) {
  return (await groupsToChoose(actor)).filter(({ id }) => id !== groupId);
}

async function form(actor: AccountActor, page: GroupPageState, chosen?: RulesEdit, problem?: string) {
  const { group, rules } = await groupRules(actor, page.groupId, "groups:write");
  return atOnceView({
    group,
    rules: {
      ...rules,
      ...(chosen && { preApproved: chosen.preApproved ?? null, emergency: chosen.emergency ?? null }),
    },
    choices: await others(actor, page.groupId),
    state: { page, version: group.version },
    problem,
  });
}
