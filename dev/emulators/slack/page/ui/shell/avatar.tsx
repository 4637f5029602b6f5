import { Key } from "../icons.tsx";

const colours = 8;

/** Draws someone's picture: their initials on their own colour. */
export function Avatar({ name }: { name: string }) {
  const initials = name
    .split(/\s+/)
    .map(([first = ""]) => first)
    .slice(0, 2)
    .join("");
  const colour = [...name].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 103, 0) % colours;
  return (
    <span class={`avatar colour-${colour}`} aria-hidden="true">
      {initials.toUpperCase()}
    </span>
  );
}

/** Draws the app's picture. */
export function AppAvatar() {
  return (
    <span class="avatar app" aria-hidden="true">
      <Key />
    </span>
  );
}
