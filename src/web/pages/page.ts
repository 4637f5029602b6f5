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
  /** The id of a form that people fill in. Choosing another language sends it, so that what was typed stays. */
  form?: string | undefined;
}

/** A page as drawn for its reader. */
export interface PageFor {
  page: Page;
  reader: Reader;
  /** A POST led here: reading it in another language would be a new visit, without that POST. */
  posted?: boolean;
}
