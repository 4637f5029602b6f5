import { memo } from "./memo.ts";

/** Splits a text into what people see as one character each. */
export const graphemes = memo(() => new Intl.Segmenter("en", { granularity: "grapheme" }));
