/** What one check found out: all is well, something to know, or something that must be mended. */
export interface Finding {
  level: "ok" | "warning" | "fault";
  /** The variable, or what else it is about. */
  about: string;
  /** A sentence for the operator, with what to do unless all is well. Never a secret. */
  says: string;
}

const finding =
  (level: Finding["level"]) =>
  (about: string, says: string): Finding => ({ level, about, says });

export const ok = finding("ok");
export const warning = finding("warning");
export const fault = finding("fault");
