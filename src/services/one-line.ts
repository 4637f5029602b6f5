/** Makes typed text one line, in NFC: no control characters, none that turn the direction of what follows. */
export function oneLine(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}
