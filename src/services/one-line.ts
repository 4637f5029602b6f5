import { fold } from "./fold.ts";

/** Characters that change the direction of the text after them. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/** Whether a text holds such characters. */
export const turnsDirection = (text: string): boolean => text.search(TURNING) >= 0;

/** Turns typed text into one line, in NFC: no control characters, none that change the direction of what follows. */
export function oneLine(text: string): string {
  return text
    .normalize("NFC")
    .replace(TURNING, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

/** Reads typed lines of text, in NFC, without characters that change the direction; empty if none is visible. */
export function inLines(text: string): string {
  const read = text.normalize("NFC").replace(TURNING, "").trim();
  return fold(read).trim() === "" ? "" : read;
}
