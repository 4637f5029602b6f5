import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** The drawer with people and conversations on a phone; on wider screens it isn't shown. */
export interface Drawer {
  open: boolean;
  toggle: () => void;
  /** Closes it, and moves the focus to its button. */
  close: () => void;
  button: RefObject<HTMLButtonElement | null>;
}

/** Opens and closes the drawer; Esc closes it before anything below it. */
export function useDrawer(onOpen: () => void): Drawer {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const toggle = () => {
    if (!open) onOpen();
    setOpen(!open);
  };
  const close = () => {
    if (!open) return;
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return undefined;
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close();
    };
    const roomy = matchMedia("(width >= 768px)");
    const leave = () => setOpen(false);
    document.addEventListener("keydown", press, true);
    roomy.addEventListener("change", leave);
    return () => {
      document.removeEventListener("keydown", press, true);
      roomy.removeEventListener("change", leave);
    };
  }, [open]);
  return { open, toggle, close, button };
}
