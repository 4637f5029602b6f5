import { fold } from "./fold.ts";

/** Characters that turn the direction of what follows. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/** Tells whether text holds such characters. */
export const turnsDirection = (text: string): boolean => text.search(TURNING) >= 0;

/** Makes typed text one line, in NFC: no control characters, none that turn the direction of what follows. */
export function oneLine(text: string): string {
  return text
    .normalize("NFC")
    .replace(TURNING, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

/** Reads typed text of several lines, in NFC, without what turns the direction of what follows; empty where nobody sees any of it. */
export function inLines(text: string): string {
  const read = text.normalize("NFC").replace(TURNING, "").trim();
  return fold(read).trim() === "" ? "" : read;
}
