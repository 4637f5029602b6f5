import { useState } from "preact/hooks";

const openTo = 2;

/** Draws a JSON value, with deep parts folded. */
export function Json({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const [open, setOpen] = useState(depth < openTo);
  const label = name === undefined ? null : <span class="json-name">{name}: </span>;
  if (typeof value !== "object" || value === null)
    return (
      <div class="json">
        {label}
        <span class={`json-${typeof value}`}>{JSON.stringify(value) ?? "undefined"}</span>
      </div>
    );
  const entries = Object.entries(value);
  const list = Array.isArray(value);
  if (entries.length === 0)
    return (
      <div class="json">
        {label}
        {list ? "[]" : "{}"}
      </div>
    );
  return (
    <div class="json">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden="true">{open ? "▾" : "▸"}</span> {label}
        <span class="soft">{list ? `[${entries.length}]` : `{${entries.length}}`}</span>
      </button>
      {open && (
        <div class="json-inside">
          {entries.map(([key, part]) => (
            <Json key={key} name={key} value={part} depth={depth + 1} />
          ))}
        </div>
      )}
    </div>
  );
}
