import type { ComponentChildren } from "preact";
import type { Page } from "./page.ts";

/** Creates a page from a heading, which is also its title, and the content below it. */
export function cardPage(status: number, heading: string, content: ComponentChildren): Page {
  return {
    status,
    title: heading,
    content: (
      <div class="card">
        <h1>{heading}</h1>
        {content}
      </div>
    ),
  };
}
