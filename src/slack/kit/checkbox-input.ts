import type { InputBlock } from "@slack/types";
import { plain } from "./blocks.ts";

/** Draws an input of one checkbox; its block and its action are both called `id`. */
export function checkboxInput(id: string, label: string, caption: string, checked: boolean): InputBlock {
  const option = { text: plain(caption), value: "yes" };
  return {
    type: "input",
    block_id: id,
    optional: true,
    label: plain(label),
    element: {
      type: "checkboxes",
      action_id: id,
      options: [option],
      ...(checked && { initial_options: [option] }),
    },
  };
}
