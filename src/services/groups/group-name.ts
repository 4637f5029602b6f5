import { fold } from "../fold.ts";
import { oneLine } from "../one-line.ts";
import { nameTerms } from "../search-terms.ts";

/** The longest name of a group. */
export const LONGEST_GROUP_NAME = 60;

/** Makes the key that names are unique by and sorted by: case, accents and what nobody sees do not count. */
export function groupNameKey(name: string): string {
  return oneLine(fold(name.replace(/\p{Cc}/gu, (each) => (/\s/.test(each) ? " " : ""))));
}

/** Lists what search finds a group by: its key, and what a name is found by. The key among them shows that they are its own. */
export function groupTerms(name: string): string[] {
  return [...new Set([groupNameKey(name), ...nameTerms(name)])];
}

/** What groups that every installation has are called. */
const BUILT_IN = ["Users", "Admin", "Auditors"];

/** Finds the built-in group whose name this one would pass for: `Аdmin` with a Cyrillic А, `Adm1n`, `Adrnin`. */
export function builtInLookalike(name: string): string | null {
  const key = groupNameKey(name);
  const latin = fold([...fold(name)].map(latinOf).join("")).replaceAll("rn", "m");
  return BUILT_IN.find((each) => latin === each.toLowerCase() && key !== latin) ?? null;
}

/** Letters, folded, that look like a letter of *Admin*, *Users* or *Auditors*, small or large. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: "аαɑᴀꭺⲁꓮᗅ",
  d: "ԁᴅꭰꓓᗞᗪ",
  m: "мμᴍꮇϻⲙꓟᗰ",
  i: "іιӏ1|lɪⅼꭵꮖ!ⲓꓲǀ∣",
  n: "νпոηɴⲛꓠᑎ",
  u: "υսᴜʋꓴᑌ",
  s: "ѕꜱꮪ$5ꓢᔕ",
  e: "еεᴇꭼ3єⲉꓰᗴ",
  r: "гʀᴦꭱꓣᖇ",
  o: "оοօ0ᴏⲟꓳօʘ○",
  t: "тτᴛꭲⲧꓔ†+7",
};

function latinOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const squared = SQUARED.find((first) => code >= first && code < first + 26);
  if (squared !== undefined) return String.fromCharCode(97 + code - squared);
  return Object.keys(LOOKALIKES).find((letter) => LOOKALIKES[letter]?.includes(character)) ?? character;
}

/** The first of each alphabet of letters in circles, in squares and of flags. */
const SQUARED = [0x1f150, 0x1f170, 0x1f1e6];
