import type { ModalView } from "@slack/types";
import { alert, plain, title } from "../kit/blocks.ts";
import { endInput } from "../kit/end-input.ts";
import { ids } from "../kit/ids.ts";

const { limitForm, removeForm, until, reason } = ids.reviews;
const LONGEST_REASON = 500;

/** Draws *Keep until*: 1 block, and 1 where something stood in the way. */
export function limitView(metadata: string, timeZone: string, problem?: string): ModalView {
  const { optional: _any, ...day } = endInput({
    id: until,
    label: "Last day",
    hint: `The membership ends when this day is over in ${timeZone}.`,
  });
  return {
    type: "modal",
    callback_id: limitForm,
    private_metadata: metadata,
    title: title("Keep until"),
    submit: plain("Keep Until"),
    close: plain("Close"),
    blocks: [...(problem ? [alert(problem, "error")] : []), day],
  };
}

/** Draws *Remove?*: 1 block, and 1 where something stood in the way. */
export function removeView(metadata: string, problem?: string): ModalView {
  return {
    type: "modal",
    callback_id: removeForm,
    private_metadata: metadata,
    title: title("Remove?"),
    submit: plain("Remove"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      {
        type: "input",
        block_id: reason,
        label: plain("Why"),
        hint: plain("They read it. The audit log keeps it."),
        element: {
          type: "plain_text_input",
          action_id: reason,
          multiline: true,
          max_length: LONGEST_REASON,
        },
      },
    ],
  };
}
