/** The result of one check: all is well, worth knowing, or must be fixed. */
export interface Finding {
  level: "ok" | "warning" | "fault";
  /** The variable or other thing it is about. */
  about: string;
  /** A sentence for the operator, with what to do unless all is well. Holds no secret. */
  says: string;
}

const finding =
  (level: Finding["level"]) =>
  (about: string, says: string): Finding => ({ level, about, says });

export const ok = finding("ok");
export const warning = finding("warning");
export const fault = finding("fault");
