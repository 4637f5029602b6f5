import type { Block } from "./block-kit/blocks.ts";
import type { Control } from "./block-kit/elements.ts";
import { newShortId } from "./identifiers.ts";
import type { InputValues } from "./input-values.ts";

/** Blocks on someone's screen, with what was entered into them. */
export interface Surface {
  blocks: Block[];
  inputs: InputValues;
  /** The `block action` pairs that the person filled in. */
  touched: Set<string>;
}

/** Gives every block and control without an id one, as Slack does. */
export function withIds(blocks: Block[]): Block[] {
  return blocks.map((block) => {
    const named = { ...block, block_id: block.block_id || newShortId() };
    switch (named.type) {
      case "section":
        return named.accessory && named.accessory.type !== "image"
          ? { ...named, accessory: withId(named.accessory) }
          : named;
      case "actions":
        return { ...named, elements: named.elements.map(withId) };
      case "input":
        return { ...named, element: withId(named.element) };
      case "card":
        return named.actions ? { ...named, actions: named.actions.map(withId) } : named;
      default:
        return named;
    }
  });
}

function withId<T extends Control>(control: T): T {
  return { ...control, action_id: control.action_id ?? newShortId() };
}
