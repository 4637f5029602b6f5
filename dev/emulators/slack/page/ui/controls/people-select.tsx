import type { Control } from "../../../block-kit/elements.ts";
import { useReader } from "../reader.ts";
import { useHeld } from "../surface.ts";
import { Combobox } from "./combobox.tsx";
import type { Choice } from "./listbox.tsx";
import type { ControlProps } from "./naming.ts";

type PeopleControl = Extract<Control, { type: "users_select" | "multi_users_select" }>;

/** Draws a menu of everyone in the workspace. */
export function PeopleSelect({
  control,
  blockId,
  naming,
  optional,
}: ControlProps<PeopleControl> & { optional: boolean }) {
  const { names } = useReader();
  const [held, hold] = useHeld(control, blockId);
  const multiple = control.type === "multi_users_select";
  const ids = held.selected_user ? [held.selected_user] : (held.selected_users ?? []);
  const asChoice = (id: string): Choice => ({ value: id, label: names[id] ?? id });
  const choose = (choices: Choice[]) => {
    const picked = choices.map(({ value }) => value);
    void hold(multiple ? { selected_users: picked } : { selected_user: picked[0] ?? null });
  };
  return (
    <Combobox
      naming={naming}
      placeholder={control.placeholder?.text ?? "Choose someone"}
      choices={Object.keys(names).map(asChoice)}
      chosen={ids.map(asChoice)}
      multiple={multiple}
      clearable={optional}
      nothing="Nobody found"
      onChoose={choose}
    />
  );
}
