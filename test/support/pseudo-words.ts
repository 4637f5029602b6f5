import type { Catalogue } from "../../src/locales/catalogue.ts";
import { catalogue } from "../../src/locales/en.ts";
import { type Words, wordsOf } from "../../src/locales/words.ts";

/** Turns letters into wide ones: whatever stays in ASCII did not come from the catalogue. */
const wide = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0);

/** Widens a message's text, and keeps its syntax: text is where an even number of braces are open. */
function widened(message: string): string {
  let depth = 0;
  return message.replace(/[{}]|[a-z]/gi, (each) => {
    if (each === "{") depth += 1;
    else if (each === "}") depth -= 1;
    else if (depth % 2 === 0) return wide(each);
    return each;
  });
}

const sections = Object.entries<Readonly<Record<string, string>>>(catalogue).map(([section, messages]) => [
  section,
  Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, widened(message)])),
]);
const isCatalogue = (made: object): made is Catalogue => Object.keys(made).length === sections.length;
const pseudo: object = Object.fromEntries(sections);
if (!isCatalogue(pseudo)) throw new Error("the pseudo-language lacks a section");

/** A pseudo-language that makes untranslated text visible. */
export const pseudoWords: Words = {
  ...wordsOf("en", pseudo),
  day: () => "1",
  time: () => "1",
  moment: () => "1",
  list: (names) => [names.join(", ")],
  either: (names) => [names.join(", ")],
};
