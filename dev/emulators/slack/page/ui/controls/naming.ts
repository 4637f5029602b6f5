/** How a control is named and described to whoever can't see where it stands. */
export interface Naming {
  id?: string;
  "aria-label"?: string;
  "aria-labelledby"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
  "aria-required"?: boolean;
}

/** A control, the block it stands in, and its name. */
export interface ControlProps<C> {
  control: C;
  blockId: string;
  naming: Naming;
}
