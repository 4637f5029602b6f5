import { fold } from "../fold.ts";
import { oneLine } from "../one-line.ts";
import { nameTerms } from "../search-terms.ts";

/** The longest name of a group. */
export const LONGEST_GROUP_NAME = 60;

/** Returns the key that names are unique by and sorted by: it ignores case, accents and invisible characters. */
export function groupNameKey(name: string): string {
  return oneLine(fold(name.replace(/\p{Cc}/gu, (each) => (/\s/.test(each) ? " " : ""))));
}

/** Lists the terms that find a group: its key, and the terms of its name. The key shows that they are its own. */
export function groupTerms(name: string): string[] {
  return [...new Set([groupNameKey(name), ...nameTerms(name)])];
}

/** The names of the groups that every installation has. */
const BUILT_IN = ["Users", "Admin", "Auditors"];

/** Finds the built-in group that this name would pass for: `Аdmin` with a Cyrillic А, `Adm1n`, `Adrnin`. */
export function builtInLookalike(name: string): string | null {
  const key = groupNameKey(name);
  const latin = fold([...fold(name)].map(latinOf).join("")).replaceAll("rn", "m");
  return BUILT_IN.find((each) => latin === each.toLowerCase() && key !== latin) ?? null;
}

/** Folded letters that look like a letter of *Admin*, *Users* or *Auditors*, in lower or upper case. */
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
