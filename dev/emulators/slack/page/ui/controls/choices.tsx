import { useId } from "preact/hooks";
import type { Control } from "../../../block-kit/elements.ts";
import type { Option } from "../../../block-kit/objects.ts";
import { useHeld } from "../surface.ts";
import { Text } from "../text/text.tsx";
import type { ControlProps } from "./naming.ts";

type ChoicesControl = Extract<Control, { type: "checkboxes" | "radio_buttons" }>;

/** Draws checkboxes or radio buttons. */
export function Choices({ control, blockId, naming }: ControlProps<ChoicesControl>) {
  const [held, hold] = useHeld(control, blockId);
  const name = useId();
  const radio = control.type === "radio_buttons";
  const chosen = held.selected_option ? [held.selected_option] : (held.selected_options ?? []);
  const isChosen = (option: Option) => chosen.some(({ value }) => value === option.value);
  const choose = (option: Option) => {
    if (radio) return hold({ selected_option: option });
    const after = control.options.filter((one) => isChosen(one) !== (one.value === option.value));
    return hold({ selected_options: after });
  };
  const { id: _, "aria-required": __, ...named } = naming;
  return (
    <div role={radio ? "radiogroup" : "group"} class="choices" {...named}>
      {control.options.map((option) => (
        <label key={option.value}>
          <input
            type={radio ? "radio" : "checkbox"}
            name={name}
            checked={isChosen(option)}
            onChange={() => choose(option)}
          />
          <span dir="auto">
            <Text of={option.text} />
            {option.description && (
              <small>
                <Text of={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
