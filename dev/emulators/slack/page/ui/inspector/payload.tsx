import { useState } from "preact/hooks";
import { Json } from "./json.tsx";
import { parsed } from "./summary.ts";

const shownMs = 1_500;

/** Draws a payload that can be folded and copied. */
export function Payload({ title, value }: { title: string; value: unknown }) {
  const [copied, setCopied] = useState(false);
  const read = readable(value);
  const empty = read === undefined || read === "";
  const copy = async () => {
    await navigator.clipboard.writeText(typeof read === "string" ? read : JSON.stringify(read, null, 2));
    setCopied(true);
    setTimeout(() => setCopied(false), shownMs);
  };
  return (
    <section class="payload" aria-label={title}>
      <header>
        <h3>{title}</h3>
        {!empty && (
          <button type="button" class="link" onClick={copy}>
            {copied ? "Copied" : "Copy"}
          </button>
        )}
      </header>
      {empty ? <p class="soft">Only the acknowledgement.</p> : <Json value={read} depth={0} />}
    </section>
  );
}

/** Returns a payload with the JSON inside its form fields parsed. */
function readable(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, parsed(part)]));
}
