const split = (text: string, between: RegExp) =>
  text
    .toLowerCase()
    .split(between)
    .filter((word) => word !== "");

const words = (text: string) => split(text, /[^\p{L}\p{N}]+/u);

/** Finds records of which each of these words begins one of the words that search finds them by. */
export function beginning(sought: string) {
  return split(sought, /\s+/).map((prefix) => ({
    words: { $elemMatch: { $gte: prefix, $lt: `${prefix}\u{10FFFF}` } },
  }));
}

/** What search finds a person by, lower-cased: each word of the name, the email, its local part's words and its domain. */
export function searchWords(email: string, name = ""): string[] {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  return [
    ...new Set([...words(name), ...split(name, /\s+/), email.toLowerCase(), local, ...words(local), domain]),
  ];
}
