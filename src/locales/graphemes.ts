import { memo } from "./memo.ts";

/** Splits a text into what people see as single characters. */
export const graphemes = memo(() => new Intl.Segmenter("en", { granularity: "grapheme" }));
