/** Replaces the name of somebody whose details were erased. */
export const ERASED_NAME = "Erased person";

/** Replaces what they had written, or what somebody had searched for to find them. */
export const ERASED_TEXT = "(erased)";
