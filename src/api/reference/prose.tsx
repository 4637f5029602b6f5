import type { ComponentChildren } from "preact";

/** Draws text of the document: paragraphs, and `code` between backticks. */
export function Prose({ text }: { text: string }) {
  return text.split("\n\n").map((paragraph) => <p key={paragraph}>{phrases(paragraph)}</p>);
}

/** Draws the phrases of a paragraph, with `code` between backticks. */
export function phrases(text: string): ComponentChildren {
  return text.split("`").map((part, n) => (n % 2 === 1 ? <code key={part}>{part}</code> : part));
}
