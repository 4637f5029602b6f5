import type { Block } from "./block-kit/blocks.ts";
import { type InputValue, isEmpty } from "./input-values.ts";
import type { Surface } from "./surface.ts";

type InputBlock = Extract<Block, { type: "input" }>;

/**
 * Returns the faults that Slack's client finds in a form before it sends anything, by input block, in reading order.
 */
export function formFaults(surface: Surface): { block: InputBlock; fault: string }[] {
  return surface.blocks.flatMap((block) => {
    const fault = block.type === "input" ? faultOf(block, surface) : undefined;
    return block.type === "input" && fault ? [{ block, fault }] : [];
  });
}

function faultOf(block: InputBlock, { inputs }: Surface): string | undefined {
  const { element } = block;
  const held: InputValue | undefined = inputs[block.block_id ?? ""]?.[element.action_id ?? ""];
  if (isEmpty(held)) return block.optional ? undefined : "Please complete this required field.";
  const text = held?.value ?? "";
  if (element.type === "email_text_input" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text))
    return "Please enter a valid email address.";
  if (element.type === "number_input") return numberFault(text, element);
  if (element.type !== "plain_text_input") return undefined;
  const { min_length: min = 0, max_length: max = 3000 } = element;
  if (text.length < min) return `Please enter at least ${min} characters.`;
  return text.length > max ? `Please enter at most ${max} characters.` : undefined;
}

function numberFault(
  text: string,
  element: Extract<InputBlock["element"], { type: "number_input" }>,
): string | undefined {
  const number = Number(text);
  if (Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  const { min_value: min, max_value: max } = element;
  if (min !== undefined && number < Number(min)) return `Please enter a number of at least ${min}.`;
  if (max !== undefined && number > Number(max)) return `Please enter a number of at most ${max}.`;
  return undefined;
}
