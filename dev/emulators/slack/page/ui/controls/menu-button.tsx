import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Popover } from "./popover.tsx";

/** One choice of a menu. */
interface MenuItem {
  label: string;
  /** A second, fainter line. */
  detail?: string | undefined;
  /** Opens in a new tab. */
  url?: string | undefined;
  choose: () => void;
}

/** Draws a button that opens a menu: arrows move in it, Esc closes it. */
export function MenuButton({ label, heading, className, items, children }: MenuButtonProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={className}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <Popover anchor={button} onClose={() => setOpen(false)}>
          {heading && <p class="menu-heading">{heading}</p>}
          <Menu label={label} items={items} onClose={close} />
        </Popover>
      )}
    </>
  );
}

interface MenuButtonProps {
  label: string;
  heading?: string;
  className: string;
  items: MenuItem[];
  children: ComponentChildren;
}

function Menu({ label, items, onClose }: { label: string; items: MenuItem[]; onClose: () => void }) {
  const menu = useRef<HTMLDivElement>(null);
  const itemsIn = () => [...(menu.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  useEffect(() => itemsIn()[0]?.focus(), []);

  const move = (event: KeyboardEvent) => {
    const found = itemsIn();
    const at = found.findIndex((item) => item.matches(":focus"));
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1 + found.length,
      Home: 0,
      End: found.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) found[to % found.length]?.focus();
    if (event.key === "Escape" || event.key === "Tab") onClose();
    if (to === undefined && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={menu} role="menu" aria-label={label} tabIndex={-1} class="menu" onKeyDown={move}>
      {items.map((item) => (
        <Item key={item.label} {...item} onClose={onClose} />
      ))}
    </div>
  );
}

function Item({ label, detail, url, choose, onClose }: MenuItem & { onClose: () => void }) {
  const press = () => {
    onClose();
    if (url && /^https?:/.test(url)) open(url, "_blank", "noreferrer");
    choose();
  };
  return (
    <button type="button" role="menuitem" tabIndex={-1} onClick={press}>
      <span>{label}</span>
      {detail && <small>{detail}</small>}
    </button>
  );
}
