import type { ModalView } from "@slack/types";
import { alert, contextBlock, plain, title } from "../kit/blocks.ts";
import { endInput } from "../kit/end-input.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";

const { limitForm, removeForm, until, reason } = ids.reviews;
const LONGEST_REASON = 500;

interface Asked {
  member: string;
  group: string;
}

const aboutLine = ({ member, group }: Asked) =>
  contextBlock(`${isolated(member, 100)} · ${isolated(group, 60)}`);

/** Draws *Keep until*: 2 blocks, and 1 for an error. */
export function limitView(item: Asked, metadata: string, timeZone: string, problem?: string): ModalView {
  const { optional: _any, ...day } = endInput({
    id: until,
    label: "Last day",
    hint: `The membership ends at the end of this day in ${timeZone}.`,
  });
  return {
    type: "modal",
    callback_id: limitForm,
    private_metadata: metadata,
    title: title("Keep until"),
    submit: plain("Keep Until"),
    close: plain("Close"),
    blocks: [...(problem ? [alert(problem, "error")] : []), aboutLine(item), day],
  };
}

/** Draws *Remove?*: 2 blocks, and 1 for an error. */
export function removeView(item: Asked, metadata: string, problem?: string): ModalView {
  return {
    type: "modal",
    callback_id: removeForm,
    private_metadata: metadata,
    title: title("Remove?"),
    submit: plain("Remove"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      aboutLine(item),
      {
        type: "input",
        block_id: reason,
        label: plain("Why"),
        hint: plain("They’ll see it, and the audit log keeps it."),
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
