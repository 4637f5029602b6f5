import type { InputBlock, ModalView } from "@slack/types";
import { endText } from "../../services/ends.ts";
import type { UserProfile } from "../../services/users/find-user.ts";
import { actions, alert, button, contextBlock, plain, title } from "../kit/blocks.ts";
import { endInput } from "../kit/end-input.ts";
import { MOST_OPTIONS } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { shorten } from "../kit/text.ts";
import { userRef } from "./user-ref.ts";

interface EndForm {
  /** The organisation's. */
  timeZone: string;
  problem?: string;
}

/** Draws *Set end*: when a membership that somebody has ends. At most 6 blocks. */
export function endFormView(user: UserProfile, { timeZone, problem }: EndForm): ModalView {
  return {
    type: "modal",
    callback_id: ids.user.endForm,
    private_metadata: userRef.encode(user.version),
    title: title("Set end"),
    submit: plain("Save"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      contextBlock(`${shorten(user.name, 100)} · ${shorten(user.email, 200)}`),
      groupInput(user),
      ...(user.adminNeedsApproval
        ? [contextBlock("Another admin has to approve a later end of Admin, or none.")]
        : []),
      endInput({
        id: ids.user.end,
        label: "Last day",
        hint: `It ends when this day is over in ${timeZone}. Leave it empty for no end.`,
      }),
      actions(button(ids.user.groups, "Back to Groups", { value: user.userId })),
    ],
  };
}

function groupInput({ groups }: UserProfile): InputBlock {
  return {
    type: "input",
    block_id: ids.user.endOf,
    label: plain("Group"),
    element: {
      type: "static_select",
      action_id: ids.user.endOf,
      options: groups.slice(0, MOST_OPTIONS).map(({ id, name, end }) => ({
        text: plain(end ? `${shorten(name, 30)} · until ${endText(end)}` : name, 75),
        value: id,
      })),
    },
  };
}
