import { useId, useRef, useState } from "preact/hooks";
import { Chevron, Cross } from "../icons.tsx";
import { type Choice, Listbox } from "./listbox.tsx";
import type { Naming } from "./naming.ts";
import { Popover } from "./popover.tsx";

/** Draws a field with a list below it: type to search, arrows and Enter to choose. */
export function Combobox(props: ComboboxProps) {
  const { naming, placeholder, choices, chosen, multiple, searched, onType, onChoose } = props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const shown = searched ? choices : choices.filter(({ label }) => matches(label, typed));
  const single = multiple ? undefined : chosen[0];

  const type = (text: string) => {
    setTyped(text);
    setActive(0);
    onType?.(text);
  };
  const show = () => {
    if (open) return;
    type("");
    setOpen(true);
  };
  const choose = (choice: Choice) => {
    if (multiple) onChoose(toggled(chosen, choice));
    else onChoose([choice]);
    if (typed) type("");
    if (!multiple) setOpen(false);
  };
  const press = (event: KeyboardEvent) => {
    const current = shown[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (open) setActive(wrapped(active + (event.key === "ArrowDown" ? 1 : -1), shown.length));
      show();
    } else if (event.key === "Enter" && open) {
      if (current) choose(current);
    } else if (event.key === "Escape" && open) setOpen(false);
    else if (event.key === "Backspace" && multiple && !typed && chosen.length > 0) {
      onChoose(chosen.slice(0, -1));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={box} class="combobox" onPointerDown={() => input.current?.focus()}>
      {multiple &&
        chosen.map((choice) => (
          <span key={choice.value} class="chip">
            {choice.label}
            <button
              type="button"
              aria-label={`Remove ${choice.label}`}
              onClick={() => onChoose(toggled(chosen, choice))}
            >
              <Cross />
            </button>
          </span>
        ))}
      <input
        {...naming}
        ref={input}
        type="text"
        role="combobox"
        autocomplete="off"
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && shown[active] ? `${listId}-${active}` : undefined}
        placeholder={single?.label ?? (chosen.length > 0 ? "" : placeholder)}
        value={open ? typed : (single?.label ?? "")}
        onClick={show}
        onInput={({ currentTarget: { value } }) => {
          setOpen(true);
          type(value);
        }}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
      />
      {props.clearable && single && (
        <button type="button" class="clear" aria-label="Clear" onClick={() => onChoose([])}>
          <Cross />
        </button>
      )}
      <Chevron />
      {open && (
        <Popover anchor={box} onClose={() => setOpen(false)} wide>
          <Listbox
            id={listId}
            label={naming["aria-label"] ?? placeholder}
            multiple={multiple}
            choices={shown}
            chosen={chosen}
            active={active}
            nothing={props.nothing}
            onChoose={choose}
          />
        </Popover>
      )}
    </div>
  );
}

interface ComboboxProps {
  naming: Naming;
  placeholder: string;
  choices: Choice[];
  chosen: Choice[];
  multiple: boolean;
  clearable: boolean;
  /** Whether the choices are search results already, not to be filtered again. */
  searched?: boolean;
  /** What the list says when it is empty. */
  nothing: string;
  onType?: (text: string) => void;
  onChoose: (chosen: Choice[]) => void;
}

function matches(label: string, typed: string): boolean {
  return label.toLowerCase().includes(typed.trim().toLowerCase());
}

function toggled(chosen: Choice[], choice: Choice): Choice[] {
  const others = chosen.filter(({ value }) => value !== choice.value);
  return others.length < chosen.length ? others : [...chosen, choice];
}

function wrapped(index: number, length: number): number {
  return length === 0 ? 0 : (index + length) % length;
}
