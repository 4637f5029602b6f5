import type { InputBlock, ModalView } from "@slack/types";
import type { AtOnceChoice, GroupRules } from "../../services/groups/access-rules.ts";
import type { GroupChoice } from "../../services/groups/groups.ts";
import { alert, paragraph, plain, text, title } from "../kit/blocks.ts";
import { hoursInput } from "../kit/durations-input.ts";
import { groupSelect } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { type GroupDeletionState, groupDeletionState } from "./list-state.ts";

/** The option for no group. */
export const NOBODY = "nobody";
export const nobody: GroupChoice = { id: NOBODY, name: "Nobody" };
const USUAL_HOURS = 8;

interface AtOnceForm extends Pick<GroupRules, "group" | "rules"> {
  /** All other groups. */
  choices: readonly GroupChoice[];
  state: GroupDeletionState;
  problem?: string | undefined;
}

/** Draws *At once*: who gets a group without an answer. At most 6 blocks. */
export function atOnceView({ group, rules, choices, state, problem }: AtOnceForm): ModalView {
  const { preApproved, preApprovedHours, emergency, emergencyHours } = ids.groups;
  const hours = (id: string, label: string, rule: AtOnceChoice | null) =>
    hoursInput({ id, label, most: 720, chosen: rule?.hours ?? USUAL_HOURS });
  return {
    type: "modal",
    callback_id: ids.groups.atOnceForm,
    private_metadata: groupDeletionState.encode(state),
    title: title("At once"),
    submit: plain("Save"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      paragraph(
        text(
          `Who gets ${isolated(group.name, 60)} as soon as they ask and give a reason, with no answer needed.`,
        ),
      ),
      who(
        preApproved,
        "Pre-approved: members of",
        "The people who decide are told.",
        rules.preApproved,
        choices,
      ),
      hours(preApprovedHours, "For at most", rules.preApproved),
      who(
        emergency,
        "In an emergency: members of",
        "They say it can’t wait. All admins get a card to mark it as seen or take it away.",
        rules.emergency,
        choices,
      ),
      hours(emergencyHours, "In an emergency for at most", rules.emergency),
    ],
  };
}

function who(
  id: string,
  label: string,
  hint: string,
  rule: AtOnceChoice | null,
  choices: readonly GroupChoice[],
): InputBlock {
  const option = ({ id: value, name }: GroupChoice) => ({ text: plain(name, 75), value });
  const chosen = choices.find((each) => each.id === rule?.group) ?? nobody;
  return {
    type: "input",
    block_id: id,
    label: plain(label),
    hint: plain(hint),
    element: groupSelect(id, [nobody, ...choices].map(option), option(chosen)),
  };
}
