import type { Block } from "../../../block-kit/blocks.ts";
import { Check, Info, Warning } from "../icons.tsx";
import { Text } from "../text/text.tsx";

type AlertBlock = Extract<Block, { type: "alert" }>;

const icons = { default: Info, info: Info, success: Check, warning: Warning, error: Warning };

/** Draws a notice within a modal. */
export function Alert({ block: { text, level = "default" } }: { block: AlertBlock }) {
  const Icon = icons[level];
  return (
    <div class={`block-alert ${level}`} role="note">
      <Icon />
      <div class="text" dir="auto">
        <Text of={text} />
      </div>
    </div>
  );
}
