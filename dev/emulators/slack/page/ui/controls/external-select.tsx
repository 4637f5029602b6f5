import { useEffect, useRef, useState } from "preact/hooks";
import type { Control } from "../../../block-kit/elements.ts";
import type { Option } from "../../../block-kit/objects.ts";
import { useHeld, useSurface } from "../surface.ts";
import { Combobox } from "./combobox.tsx";
import type { Choice } from "./listbox.tsx";
import type { ControlProps } from "./naming.ts";
import { asChoice } from "./static-select.tsx";

type ExternalControl = Extract<Control, { type: "external_select" | "multi_external_select" }>;

const pauseMs = 150;
/** How many characters Slack waits for by default. */
const usualMinimum = 3;

/** Draws a menu that asks the app for options as someone types. */
export function ExternalSelect({
  control,
  blockId,
  naming,
  optional,
}: ControlProps<ExternalControl> & { optional: boolean }) {
  const surface = useSurface();
  const [held, hold] = useHeld(control, blockId);
  const [found, setFound] = useState<Option[]>([]);
  const [state, setState] = useState<"short" | "loading" | "loaded">("short");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef("");
  useEffect(() => () => clearTimeout(timer.current), []);

  const multiple = control.type === "multi_external_select";
  const minimum = control.min_query_length ?? usualMinimum;
  const search = (typed: string) => {
    latest.current = typed;
    clearTimeout(timer.current);
    setFound([]);
    if (typed.length < minimum) return setState("short");
    setState("loading");
    timer.current = setTimeout(async () => {
      const options = await surface.suggest(control, blockId, typed);
      if (latest.current !== typed) return;
      setFound(options);
      setState("loaded");
    }, pauseMs);
  };
  const chosen = held.selected_option ? [held.selected_option] : (held.selected_options ?? []);
  const choose = (choices: Choice[]) => {
    const picked = choices.flatMap(
      ({ value }) => [...found, ...chosen].find((option) => option.value === value) ?? [],
    );
    void hold(multiple ? { selected_options: picked } : { selected_option: picked[0] ?? null });
  };
  const nothing = {
    short: minimum === 1 ? "Type to search" : `Type ${minimum} letters or more to search`,
    loading: "Loading…",
    loaded: "No results",
  };
  return (
    <Combobox
      naming={naming}
      placeholder={control.placeholder?.text ?? "Search"}
      choices={found.map((option) => asChoice(option))}
      chosen={chosen.map((option) => asChoice(option))}
      multiple={multiple}
      clearable={optional}
      searched
      nothing={nothing[state]}
      onType={search}
      onChoose={choose}
    />
  );
}
