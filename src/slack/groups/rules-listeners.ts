import type { ModalView } from "@slack/types";
import * as z from "zod";
import type { AccountActor } from "../../services/actor.ts";
import { permissionsOf } from "../../services/authorize.ts";
import { InvalidFields, isDomainError } from "../../services/errors.ts";
import { groupRules, mergedRules, type RulesEdit } from "../../services/groups/access-rules.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { GroupChanged } from "../../services/groups/refusals.ts";
import { setGroupRules } from "../../services/groups/set-group-rules.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenHours } from "../kit/durations-input.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import { redrawBelow } from "../kit/redraw.ts";
import type { SlackRouter, Submission } from "../kit/router.ts";
import { noState, readValues } from "../kit/state-codec.ts";
import type { Answer } from "../kit/submission.ts";
import {
  type GroupDeletionState,
  type GroupPageState,
  groupDeletionState,
  groupPageState,
} from "./list-state.ts";
import { rulesTextView } from "./rules-text-view.ts";
import { ADMINS, deciderOptions, rulesView } from "./rules-view.ts";
import { groupScreen } from "./screens.ts";

const { rulesOpen, rulesDeciders, rulesAnswers, rulesLongest, rulesConfirm } = ids.groups;
const option = <T extends z.ZodType>(value: T) => z.object({ selected_option: z.object({ value }) });
const filledIn = z.object({
  [rulesOpen]: z.object({ [rulesOpen]: z.object({ selected_options: z.array(z.unknown()) }) }),
  // Admin has no such choice.
  [rulesDeciders]: z.object({ [rulesDeciders]: option(z.string()) }).optional(),
  // Nor this one, if it takes two people to decide about Admin.
  [rulesAnswers]: z.object({ [rulesAnswers]: option(z.enum(["1", "2"])) }).optional(),
  [rulesLongest]: z.object({ [rulesLongest]: chosenHours }),
  // Missing in a form drawn by an older version.
  [rulesConfirm]: z
    .object({ [rulesConfirm]: z.object({ selected_options: z.array(z.unknown()) }) })
    .optional(),
});

/** Reads what was chosen. */
function choiceIn(values: unknown): RulesEdit {
  const form = readValues(filledIn, values);
  const confirm = form[rulesConfirm]?.[rulesConfirm];
  const answers = form[rulesAnswers]?.[rulesAnswers].selected_option.value;
  const deciders = form[rulesDeciders]?.[rulesDeciders].selected_option.value ?? ADMINS;
  return {
    open: form[rulesOpen][rulesOpen].selected_options.length > 0,
    deciders: deciders === ADMINS ? null : deciders,
    ...(answers && { answers: answers === "2" ? 2 : 1 }),
    longestHours: form[rulesLongest][rulesLongest],
    ...(confirm && { confirmByMail: confirm.selected_options.length > 0 }),
  };
}

/** Registers *Access Rules*. */
export function registerGroupRules(router: SlackRouter, context: SlackContext): void {
  router.show(ids.groups.rules, noState, async ({ actor, view }) => {
    const page = groupPageState.decode(view?.private_metadata);
    try {
      return { above: await rulesScreen(actor, page) };
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return { view: notice("Group", describeError(error, context.log, actor)) };
    }
  });

  router.suggest(rulesDeciders, async ({ actor, typed, metadata }) => {
    const { groupId } = groupDeletionState.decode(metadata).page;
    const others = (await groupsToChoose(actor)).filter(({ id }) => id !== groupId);
    return deciderOptions(typed, others);
  });
  router.submit(ids.groups.rulesForm, groupDeletionState, (submission) =>
    saveRules(context, submission, { edit: choiceIn(submission.values), form, blocks }),
  );
}

/** Draws the rules as a form for people who may change them, or as sentences. */
async function rulesScreen(actor: AccountActor, page: GroupPageState) {
  const mayChange = (await permissionsOf(actor)).includes("groups:write");
  return mayChange ? form(actor, page) : rulesTextView(await groupRules(actor, page.groupId));
}

async function form(actor: AccountActor, page: GroupPageState, chosen?: RulesEdit, problem?: string) {
  const current = await groupRules(actor, page.groupId);
  const choices = await groupsToChoose(actor);
  const state = { page, version: current.group.version };
  const rules = mergedRules(current.rules, chosen ?? {});
  const deciders = chosen ? (choices.find(({ id }) => id === chosen.deciders) ?? null) : current.deciders;
  return rulesView({ ...current, rules, deciders, choices, state, problem });
}

const blocks: Record<string, string> = { deciders: rulesDeciders, longestHours: rulesLongest };

interface Save {
  edit: RulesEdit;
  /** Redraws the form as it was filled in. */
  form: (actor: AccountActor, page: GroupPageState, chosen: RulesEdit, problem: string) => Promise<ModalView>;
  /** The fields of the form, by the names the rules give them. */
  blocks: Record<string, string>;
}

/** Saves rules; errors appear under their fields, and the group's page below is redrawn. */
export async function saveRules(
  context: SlackContext,
  { actor, state, view, client }: Submission<GroupDeletionState>,
  { edit, form: redrawn, blocks: fields }: Save,
): Promise<Answer> {
  const { page, version } = state;
  try {
    const { name, changed } = await setGroupRules(actor, page.groupId, version, edit);
    const text = changed
      ? `Saved the access rules of ${name}.`
      : `Nothing in the access rules of ${name} was changed.`;
    return {
      closed: notice("Access rules", text),
      afterwards: async () =>
        redrawBelow(
          client,
          view.previous_view_id,
          await groupScreen(context, actor, page, { text, ok: true }),
        ),
    };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const sentence = describeError(error, context.log, actor);
    if (error instanceof InvalidFields) {
      const again = await redrawn(actor, page, edit, sentence);
      const [first = ""] = Object.values(fields);
      const errors = Object.keys(error.fields).map((field) => [fields[field] ?? first, sentence]);
      return { errors: Object.fromEntries(errors), form: () => again };
    }
    if (error instanceof GroupChanged)
      return {
        view: await redrawn(actor, page, edit, `${sentence} What you chose is still here: Save keeps it.`),
      };
    return { view: notice("Not saved", sentence) };
  }
}
