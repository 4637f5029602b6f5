import type { ComponentChildren } from "preact";
import type { Page } from "./page.ts";

/** Makes a page of a heading, which is its title too, and what stands below it. */
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
