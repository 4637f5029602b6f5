import type { Control } from "../../../block-kit/elements.ts";
import type { Option } from "../../../block-kit/objects.ts";
import { useHeld } from "../surface.ts";
import { withEmoji } from "../text/emoji.ts";
import { Combobox } from "./combobox.tsx";
import type { Choice } from "./listbox.tsx";
import type { ControlProps } from "./naming.ts";

type StaticControl = Extract<Control, { type: "static_select" | "multi_static_select" }>;

/** Draws a menu with the options that the app lists. */
export function StaticSelect({
  control,
  blockId,
  naming,
  optional,
}: ControlProps<StaticControl> & { optional: boolean }) {
  const [held, hold] = useHeld(control, blockId);
  const multiple = control.type === "multi_static_select";
  const options: [Option, string | undefined][] =
    control.options?.map((option) => [option, undefined]) ??
    control.option_groups?.flatMap(({ label, options }) =>
      options.map((option): [Option, string] => [option, label.text]),
    ) ??
    [];
  const chosen = held.selected_option ? [held.selected_option] : (held.selected_options ?? []);
  const choose = (choices: Choice[]) => {
    const picked = choices.flatMap(({ value }) => {
      const found = [...options.map(([option]) => option), ...chosen].find((one) => one.value === value);
      return found ?? [];
    });
    const most = "max_selected_items" in control ? control.max_selected_items : undefined;
    if (most !== undefined && picked.length > most) return;
    void hold(multiple ? { selected_options: picked } : { selected_option: picked[0] ?? null });
  };
  return (
    <Combobox
      naming={naming}
      placeholder={control.placeholder?.text ?? "Choose an option"}
      choices={options.map(([option, group]) => asChoice(option, group))}
      chosen={chosen.map((option) => asChoice(option))}
      multiple={multiple}
      clearable={optional}
      nothing="No results"
      onChoose={choose}
    />
  );
}

/** Turns an option into a choice of a list. */
export function asChoice(option: Option, group?: string): Choice {
  return {
    value: option.value,
    label: withEmoji(option.text.text),
    detail: option.description?.text,
    group,
  };
}
