import type { ComponentChildren } from "preact";

/** Draws text of the document: paragraphs, and `code` between backticks. */
export function Prose({ text }: { text: string }) {
  return text.split("\n\n").map((paragraph) => <p key={paragraph}>{phrases(paragraph)}</p>);
}

/** The same for a line that stands within another. */
export function phrases(text: string): ComponentChildren {
  return text.split("`").map((part, n) => (n % 2 === 1 ? <code key={part}>{part}</code> : part));
}
