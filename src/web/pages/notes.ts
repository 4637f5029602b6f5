import type { Sentence } from "../../locales/sentence.ts";
import type { Words } from "../../locales/words.ts";

/** The status of a page shown again, and why it is, in the reader's language. */
export interface Notes {
  status: number;
  notice?: ((words: Words) => string | Sentence) | undefined;
}
