import { catalogue } from "./en.ts";
import { wordsOf } from "./words.ts";

/** What we say to admins, to programs, and in the log. */
export const english = wordsOf("en", catalogue);
