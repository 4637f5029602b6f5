import type { Block } from "./blocks.ts";
import type { Control } from "./elements.ts";
import type { Option } from "./objects.ts";

/** Returns the controls in a block, in reading order. */
export function controlsOf(block: Block): Control[] {
  switch (block.type) {
    case "section":
      return block.accessory && block.accessory.type !== "image" ? [block.accessory] : [];
    case "actions":
      return block.elements;
    case "input":
      return [block.element];
    case "card":
      return block.actions ?? [];
    default:
      return [];
  }
}

/** Returns the options that a control lists itself; none for one that asks the app or Slack for them. */
export function optionsOf(control: Control): Option[] {
  if ("option_groups" in control && control.option_groups)
    return control.option_groups.flatMap((group) => group.options);
  return ("options" in control && control.options) || [];
}

/** Returns the options a control starts with. */
export function initialOptionsOf(control: Control): Option[] {
  if ("initial_option" in control && control.initial_option) return [control.initial_option];
  return ("initial_options" in control && control.initial_options) || [];
}
