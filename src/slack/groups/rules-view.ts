import type { InputBlock, ModalView, PlainTextOption } from "@slack/types";
import type { GroupRules, RulesChoice } from "../../services/groups/access-rules.ts";
import type { GroupChoice } from "../../services/groups/groups.ts";
import { alert, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { checkboxInput } from "../kit/checkbox-input.ts";
import { hoursInput } from "../kit/durations-input.ts";
import { groupSelect, groupsFound } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { type GroupDeletionState, groupDeletionState } from "./list-state.ts";

/** The option for admins, and for no longest time. */
export const ADMINS = "admins";

interface RulesForm extends GroupRules {
  /** All groups. */
  choices: readonly GroupChoice[];
  state: GroupDeletionState;
  problem?: string | undefined;
}

/** Draws *Access rules*: whether and how people can ask for a group. At most 7 blocks. */
export function rulesView({
  group,
  rules,
  deciders,
  mayDelegate,
  takesTwo,
  choices,
  state,
  problem,
}: RulesForm): ModalView {
  return {
    type: "modal",
    callback_id: ids.groups.rulesForm,
    private_metadata: groupDeletionState.encode(state),
    title: title("Access rules"),
    submit: plain("Save"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      paragraph(text(`Who can ask for ${isolated(group.name)}, and who answers. Admins can always answer.`)),
      checkboxInput(
        ids.groups.rulesOpen,
        "Requests",
        "Anyone in your organisation can ask for this group",
        rules.open,
      ),
      mayDelegate
        ? decidersInput(
            deciders,
            choices.filter(({ id }) => id !== group.id),
          )
        : contextBlock(`Only admins decide about ${group.name}.`),
      ...(takesTwo ? [contextBlock(takesTwoText)] : [answersInput(rules)]),
      hoursInput({
        id: ids.groups.rulesLongest,
        label: "Longest time",
        hint: "Nobody can ask for longer. With No end, people can ask for it for good.",
        most: null,
        chosen: rules.longestHours,
      }),
      checkboxInput(
        ids.groups.rulesConfirm,
        "Confirmation",
        "Approvals are confirmed by a link in an email",
        rules.confirmByMail,
      ),
    ],
  };
}

const takesTwoText =
  "Two people decide, because ADMIN_APPROVALS is 2. Anyone who asks for somebody else counts as one of them.";

function decidersInput(deciders: GroupChoice | null, choices: readonly GroupChoice[]): InputBlock {
  const { rulesDeciders } = ids.groups;
  const listed = deciders && !choices.some(({ id }) => id === deciders.id) ? [deciders, ...choices] : choices;
  return {
    type: "input",
    block_id: rulesDeciders,
    label: plain("Who decides"),
    hint: plain("Admins, or the members of a group. Nobody can answer their own request."),
    element: groupSelect(
      rulesDeciders,
      [admins, ...listed.map(groupOption)],
      deciders ? groupOption(deciders) : admins,
    ),
  };
}

const admins = { text: plain("Admins"), value: ADMINS };
const groupOption = ({ id, name }: GroupChoice): PlainTextOption => ({ text: plain(name, 75), value: id });

/** Finds who may decide from what was typed, if there are too many groups to list. */
export function deciderOptions(typed: string, choices: readonly GroupChoice[]): PlainTextOption[] {
  const found = groupsFound(typed, [{ id: ADMINS, name: "Admins" }, ...choices]);
  return found.map(groupOption);
}

function answersInput({ answers }: RulesChoice): InputBlock {
  const options = [
    { text: plain("One"), value: "1" },
    { text: plain("Two different people"), value: "2" },
  ];
  const [one, two] = options;
  const initial = answers === 2 ? two : one;
  return {
    type: "input",
    block_id: ids.groups.rulesAnswers,
    label: plain("How many have to approve"),
    element: {
      type: "static_select",
      action_id: ids.groups.rulesAnswers,
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}
