/** What stands where the name of somebody stood whose details were erased. */
export const ERASED_NAME = "Erased person";
