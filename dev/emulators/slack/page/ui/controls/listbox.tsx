import { useEffect, useRef } from "preact/hooks";

/** Something to choose. */
export interface Choice {
  value: string;
  label: string;
  detail?: string | undefined;
  group?: string | undefined;
}

/** Draws the list of a combobox, in groups if the choices have any. */
export function Listbox({ id, label, multiple, choices, chosen, active, nothing, onChoose }: ListboxProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(".active")?.scrollIntoView({ block: "nearest" });
  }, [active]);

  if (choices.length === 0)
    return (
      <p id={id} class="nothing" role="status">
        {nothing}
      </p>
    );
  const groups = [...new Set(choices.map(({ group }) => group))];
  return (
    <div ref={list} id={id} role="listbox" aria-label={label} aria-multiselectable={multiple} tabIndex={-1}>
      {groups.map((group) => {
        const options = choices.flatMap((choice, index) =>
          choice.group === group ? (
            <ListOption
              key={choice.value}
              id={`${id}-${index}`}
              choice={choice}
              active={index === active}
              selected={chosen.some(({ value }) => value === choice.value)}
              onChoose={onChoose}
            />
          ) : (
            []
          ),
        );
        return group === undefined ? (
          options
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: a group within a listbox
          <div key={group} role="group" aria-label={group}>
            <p class="menu-heading" aria-hidden="true">
              {group}
            </p>
            {options}
          </div>
        );
      })}
    </div>
  );
}

interface ListboxProps {
  id: string;
  label: string;
  multiple: boolean;
  choices: Choice[];
  chosen: Choice[];
  active: number;
  nothing: string;
  onChoose: (choice: Choice) => void;
}

function ListOption({ id, choice, active, selected, onChoose }: ListOptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      class={active ? "active" : ""}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onChoose(choice)}
      onKeyDown={() => undefined}
    >
      <span>{choice.label}</span>
      {choice.detail && <small>{choice.detail}</small>}
    </div>
  );
}

interface ListOptionProps {
  id: string;
  choice: Choice;
  active: boolean;
  selected: boolean;
  onChoose: (choice: Choice) => void;
}
