/** A mail to one person, with the same facts in both parts. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** SendGrid's category for statistics. Reveals nothing about anyone. */
  category: string;
}

/** Makes typed text fit for a header or a single line: no line breaks, no control or direction marks. */
export function oneLine(text: string, most = 150): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cf}]/gu, (mark) => (mark === "\u200d" || mark === "\u200c" ? mark : ""))
    .trim();
  const characters = [...line];
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join("")}…`;
}
