import type { Control } from "../../../block-kit/elements.ts";
import { Dots } from "../icons.tsx";
import { useSurface } from "../surface.ts";
import { withEmoji } from "../text/emoji.ts";
import { MenuButton } from "./menu-button.tsx";
import type { ControlProps } from "./naming.ts";

type OverflowControl = Extract<Control, { type: "overflow" }>;

/** Draws the "…" menu. */
export function Overflow({ control, blockId }: ControlProps<OverflowControl>) {
  const surface = useSurface();
  const items = control.options.map((option) => ({
    label: withEmoji(option.text.text),
    detail: option.description?.text,
    url: option.url,
    choose: () => void surface.press(control, blockId, { selected_option: option }),
  }));
  return (
    <MenuButton label="More actions" className="button icon" items={items}>
      <Dots />
    </MenuButton>
  );
}
