import { useState } from "preact/hooks";
import type { Control } from "../../../block-kit/elements.ts";
import { useSurface } from "../surface.ts";
import { withEmoji } from "../text/emoji.ts";

type ButtonControl = Extract<Control, { type: "button" }>;

/** Draws a button of the app: busy until the app acknowledges, and also a link if it has an address. */
export function Button({ control, blockId }: { control: ButtonControl; blockId: string }) {
  const surface = useSurface();
  const [busy, setBusy] = useState(false);
  const { text, value, url, style, accessibility_label: label } = control;
  const press = async () => {
    if (busy) return;
    setBusy(true);
    if (url && /^https?:/.test(url)) open(url, "_blank", "noreferrer");
    await surface.press(control, blockId, {
      text,
      ...(value === undefined ? {} : { value }),
      ...(url === undefined ? {} : { url }),
      ...(style === undefined ? {} : { style }),
    });
    setBusy(false);
  };
  return (
    <button
      type="button"
      class={`button ${style ?? ""}`}
      dir="auto"
      aria-label={label}
      aria-busy={busy}
      onClick={press}
    >
      {text.emoji === false ? text.text : withEmoji(text.text)}
    </button>
  );
}
