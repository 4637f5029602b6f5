import type { Control } from "../../../block-kit/elements.ts";
import { useHeld } from "../surface.ts";
import type { ControlProps } from "./naming.ts";

type DateControl = Extract<Control, { type: "datepicker" | "timepicker" | "datetimepicker" }>;

/** Draws a field for a date, a time, or both. */
export function DateInput({ control, blockId, naming }: ControlProps<DateControl>) {
  const [held, hold] = useHeld(control, blockId);
  switch (control.type) {
    case "datepicker":
      return (
        <input
          {...naming}
          class="field date"
          type="date"
          value={held.selected_date ?? ""}
          onChange={({ currentTarget: { value } }) => hold({ selected_date: value || null })}
        />
      );
    case "timepicker":
      return (
        <input
          {...naming}
          class="field date"
          type="time"
          value={held.selected_time ?? ""}
          onChange={({ currentTarget: { value } }) => hold({ selected_time: value || null })}
        />
      );
    case "datetimepicker":
      return (
        <input
          {...naming}
          class="field date"
          type="datetime-local"
          value={localTime(held.selected_date_time)}
          onChange={({ currentTarget: { value } }) =>
            hold({ selected_date_time: value ? Math.floor(new Date(value).getTime() / 1000) : null })
          }
        />
      );
  }
}

function localTime(seconds: number | null | undefined): string {
  if (!seconds) return "";
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
