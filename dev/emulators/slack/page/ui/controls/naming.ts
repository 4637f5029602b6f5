/** How a control is named and described to people who can't see its place. */
export interface Naming {
  id?: string;
  "aria-label"?: string;
  "aria-labelledby"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
  "aria-required"?: boolean;
}

/** A control, its block, and its name. */
export interface ControlProps<C> {
  control: C;
  blockId: string;
  naming: Naming;
}
