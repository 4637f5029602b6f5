import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const gap = 4;

/** Draws a box on top of everything, next to its opener. A press elsewhere closes it. */
export function Popover({ anchor, onClose, wide = false, children }: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const popover = ref.current;
    const opener = anchor.current;
    if (!popover || !opener) return undefined;
    popover.showPopover();
    const place = () => placeNextTo(popover, opener.getBoundingClientRect(), wide);
    place();
    const observer = new ResizeObserver(place);
    observer.observe(popover);
    const elsewhere = ({ target }: Event) => {
      if (target instanceof Node && !popover.contains(target) && !opener.contains(target)) close.current();
    };
    addEventListener("resize", place);
    addEventListener("scroll", place, true);
    document.addEventListener("pointerdown", elsewhere);
    return () => {
      observer.disconnect();
      removeEventListener("resize", place);
      removeEventListener("scroll", place, true);
      document.removeEventListener("pointerdown", elsewhere);
    };
  }, [anchor, wide]);

  return (
    <div ref={ref} popover="manual" class="popover">
      {children}
    </div>
  );
}

interface PopoverProps {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** As wide as its opener. */
  wide?: boolean;
  children: ComponentChildren;
}

/** Places a popover below its opener if there is room, or else above. */
function placeNextTo(popover: HTMLElement, opener: DOMRect, wide: boolean): void {
  if (wide) Object.assign(popover.style, { width: `${opener.width}px`, maxWidth: "none" });
  const { offsetHeight: height, offsetWidth: width } = popover;
  const below = opener.bottom + gap;
  const above = opener.top - gap - height;
  const top = below + height > innerHeight && above > 0 ? above : Math.min(below, innerHeight - height);
  popover.style.top = `${Math.max(top, 0)}px`;
  popover.style.left = `${Math.max(Math.min(opener.left, innerWidth - width - gap), gap)}px`;
}
