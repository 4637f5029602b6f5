import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ViewOnPage } from "../../protocol.ts";

const fields = ":is(input, textarea)";

/** Moves the focus into a modal: to the field that the app names, or to an error, and never out of it unasked. */
export function useFocus(dialog: RefObject<HTMLDivElement | null>, view: ViewOnPage, wrong: string): void {
  useEffect(() => {
    const opener = document.activeElement;
    (wantedFirst(dialog) ?? dialog.current)?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  useEffect(() => {
    if (wrong) dialog.current?.querySelector<HTMLElement>(".wrong :is(input, textarea)")?.focus();
  }, [wrong, dialog]);

  // The focused element may be gone after the app redraws the view.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) dialog.current?.focus();
  }, [view.hash]);
}

function wantedFirst(dialog: RefObject<HTMLDivElement | null>): HTMLElement | null | undefined {
  return (
    dialog.current?.querySelector<HTMLElement>(`.focus-first ${fields}`) ??
    dialog.current?.querySelector<HTMLElement>(`section ${fields}`)
  );
}

/** Acts on Esc, wherever the focus is, unless Esc has another meaning there. */
export function useEscape(act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const press = ({ key, target, defaultPrevented }: KeyboardEvent) => {
      const elsewhere = target instanceof Element && target.closest("dialog, aside");
      if (key === "Escape" && !defaultPrevented && !elsewhere) latest.current();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
