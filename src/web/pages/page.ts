import type { ComponentChildren } from "preact";

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
}
