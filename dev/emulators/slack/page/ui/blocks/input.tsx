import { useId } from "preact/hooks";
import type { Block } from "../../../block-kit/blocks.ts";
import { Control } from "../controls/control.tsx";
import { useSurface } from "../surface.ts";

type InputBlock = Extract<Block, { type: "input" }>;

/** Draws a labelled field, its hint and its error. */
export function Input({ block }: { block: InputBlock }) {
  const id = useId();
  const { errors } = useSurface();
  const { element, hint, label, optional = false, block_id: blockId = "" } = block;
  const error = errors[blockId];
  const grouped = element.type === "checkboxes" || element.type === "radio_buttons";
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const naming = {
    ...(grouped ? { "aria-labelledby": `${id}-label` } : { id }),
    ...(described ? { "aria-describedby": described } : {}),
    ...(error && !grouped ? { "aria-invalid": true } : {}),
    ...(optional || grouped ? {} : { "aria-required": true }),
  };
  const labelled = (
    <>
      {label.text}
      {optional && <span class="soft"> (optional)</span>}
    </>
  );
  const first = "focus_on_load" in element && element.focus_on_load;
  const look = ["block-input", error && "wrong", first && "focus-first"].filter(Boolean).join(" ");
  return (
    <div class={look}>
      {grouped ? (
        <span class="label" id={`${id}-label`} dir="auto">
          {labelled}
        </span>
      ) : (
        <label class="label" for={id} dir="auto">
          {labelled}
        </label>
      )}
      <Control
        key={element.action_id}
        control={element}
        blockId={blockId}
        naming={naming}
        optional={optional}
      />
      {error && (
        <p class="error" id={`${id}-error`} dir="auto">
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`} dir="auto">
          {hint.text}
        </p>
      )}
    </div>
  );
}
