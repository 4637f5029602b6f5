import type { ComponentChildren } from "preact";

/** A page before the layout is put around it. */
export interface Page {
  status: number;
  /** Says the state: it is the first thing a screen reader reads. */
  title: string;
  content: ComponentChildren;
  /** What stands below everything else. */
  footer?: ComponentChildren;
  /** Two columns where there is room. */
  wide?: boolean;
}
