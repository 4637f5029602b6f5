/** What stands where the name of somebody stood whose details were erased. */
export const ERASED_NAME = "Erased person";

/** What stands where they had written something, or somebody had looked for them. */
export const ERASED_TEXT = "(erased)";
