import type { Completion } from "./completion.ts";

/** Draws the completions of a line, above it. */
export function CompletionList({ id, completions, active, onChoose }: CompletionListProps) {
  return (
    <div id={id} class="completions" role="listbox" aria-label="Suggestions" tabIndex={-1}>
      {completions.map((completion, index) => (
        <div
          key={completion.line}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          class={index === active ? "active" : ""}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(completion)}
          onKeyDown={() => undefined}
        >
          <span>{completion.label}</span>
          {completion.detail && <small>{completion.detail}</small>}
        </div>
      ))}
    </div>
  );
}

interface CompletionListProps {
  id: string;
  completions: Completion[];
  active: number;
  onChoose: (completion: Completion) => void;
}
