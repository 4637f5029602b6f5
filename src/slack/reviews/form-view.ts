import type { InputBlock, ModalView, PlainTextOption } from "@slack/types";
import type { GroupChoice } from "../../services/groups/groups.ts";
import { alert, plain, title } from "../kit/blocks.ts";
import { groupsInput } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { creationState } from "../kit/state-codec.ts";

const { groups, reviewers, person, days, unanswered, repeats, form } = ids.reviews;

/**
 * Draws *Start review*: which groups, who reviews, until when, what happens to members nobody decides about, and how
 * often. At most 7 blocks.
 */
export function reviewFormView(
  choices: readonly GroupChoice[],
  newId: string,
  chosen: readonly string[] = [],
  problem?: string,
): ModalView {
  return {
    type: "modal",
    callback_id: form,
    private_metadata: creationState.encode({ newId }),
    title: title("Start review"),
    submit: plain("Start"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      groupsInput(groups, chosen, choices, "Everyone in them now is reviewed. Up to 20 groups."),
      select(reviewers, "Who reviews", "Nobody reviews themselves. Admins always can.", [
        ["admins", "Admins"],
        ["deciders", "The people who decide about each group"],
        ["person", "One person"],
      ]),
      {
        type: "input",
        block_id: person,
        optional: true,
        label: plain("Person"),
        hint: plain("Only for “One person”. They need not be an admin."),
        element: { type: "users_select", action_id: person },
      },
      select(
        days,
        "Until",
        "They are reminded at half time and a day before.",
        [
          ["7", "In 7 days"],
          ["14", "In 14 days"],
          ["30", "In 30 days"],
        ],
        1,
      ),
      select(unanswered, "Members nobody decides about", "The last Admin is never removed.", [
        ["kept", "Are kept"],
        ["removed", "Are removed"],
      ]),
      select(repeats, "How often", "Counted from today, at 09:00 in your organisation’s time zone.", [
        ["once", "Once"],
        ["3", "Every 3 months"],
        ["6", "Every 6 months"],
        ["12", "Every 12 months"],
      ]),
    ],
  };
}

function select(
  id: string,
  label: string,
  hint: string,
  offered: readonly (readonly [string, string])[],
  initial = 0,
): InputBlock {
  const options = offered.map(([value, words]): PlainTextOption => ({ text: plain(words, 75), value }));
  const first = options[initial];
  return {
    type: "input",
    block_id: id,
    label: plain(label),
    hint: plain(hint),
    element: { type: "static_select", action_id: id, options, ...(first && { initial_option: first }) },
  };
}
