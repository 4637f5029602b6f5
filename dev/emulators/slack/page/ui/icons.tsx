import type { ComponentChildren } from "preact";

/** Draws an icon of 20 by 20 in the colour of the text beside it, which carries the meaning. */
function Icon({ children, name }: { children: ComponentChildren; name: string }) {
  return (
    <svg
      class={`icon-${name}`}
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const Chevron = () => (
  <Icon name="chevron">
    <path d="m6 8 4 4 4-4" />
  </Icon>
);

export const Lines = () => (
  <Icon name="lines">
    <path d="M4 6h12M4 10h12M4 14h12" />
  </Icon>
);

export const Back = () => (
  <Icon name="back">
    <path d="m12 5-5 5 5 5" />
  </Icon>
);

export const Cross = () => (
  <Icon name="cross">
    <path d="m5.5 5.5 9 9m0-9-9 9" />
  </Icon>
);

export const Dots = () => (
  <Icon name="dots">
    <path d="M10 4.5v.01M10 10v.01M10 15.5v.01" stroke-width="2.4" />
  </Icon>
);

export const Lightning = () => (
  <Icon name="lightning">
    <path d="M11 2.5 4.5 11.5H9l-1 6 7-9.5h-4.5z" />
  </Icon>
);

export const Eye = () => (
  <Icon name="eye">
    <path d="M1.8 10S5 4.6 10 4.6 18.2 10 18.2 10 15 15.4 10 15.4 1.8 10 1.8 10Z" />
    <circle cx="10" cy="10" r="2.4" />
  </Icon>
);

export const Send = () => (
  <Icon name="send">
    <path d="M3 3.5 17 10 3 16.5 4.8 10zM4.8 10H11" />
  </Icon>
);

export const Key = () => (
  <Icon name="key">
    <circle cx="6.8" cy="13.2" r="3.6" />
    <path d="M9.4 10.6 16.5 3.5M13.2 6.8l2.4 2.4" />
  </Icon>
);

export const Pulse = () => (
  <Icon name="pulse">
    <path d="M1.8 10h3.6l2.2-6 4 12 2.4-6h4.2" />
  </Icon>
);

export const Warning = () => (
  <Icon name="warning">
    <path d="M10 3 2.2 16.5h15.6zM10 8.2v3.8M10 14.3v.01" />
  </Icon>
);

export const Info = () => (
  <Icon name="info">
    <circle cx="10" cy="10" r="7.5" />
    <path d="M10 9.2v4.6M10 6.3v.01" />
  </Icon>
);

export const Check = () => (
  <Icon name="check">
    <circle cx="10" cy="10" r="7.5" />
    <path d="m6.6 10.2 2.3 2.3 4.5-4.8" />
  </Icon>
);

export const Picture = () => (
  <Icon name="picture">
    <rect x="2.5" y="3.5" width="15" height="13" rx="2" />
    <circle cx="7" cy="8" r="1.4" />
    <path d="m3 14.5 4.5-4 3 2.5 3.5-4 3.5 4" />
  </Icon>
);
