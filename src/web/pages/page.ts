import type { ComponentChildren } from "preact";
import type { Reader } from "../reader.ts";

/** A page without its layout. */
export interface Page {
  status: number;
  /** Says the state, because a screen reader reads it first. */
  title: string;
  content: ComponentChildren;
  /** Shown below everything else. */
  footer?: ComponentChildren;
  /** Uses two columns where there is room. */
  wide?: boolean;
  /** The id of a form that people fill in: to choose another language sends it, and what was typed is there again. */
  form?: string | undefined;
}

/** A page as it was drawn for somebody. */
export interface PageFor {
  page: Page;
  reader: Reader;
  /** What was posted led here: to read it in another language would be another visit, without it. */
  posted?: boolean;
}
