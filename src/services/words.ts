const words = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/** What search finds a person by, lower-cased: each word of the name, the email, its local part's words and its domain. */
export function searchWords(email: string, name = ""): string[] {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  return [...new Set([...words(name), email.toLowerCase(), local, ...words(local), domain])];
}
