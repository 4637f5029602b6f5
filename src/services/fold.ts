/** Letters that no decomposition takes apart, as people type them without those keys. */
const PLAIN: Readonly<Record<string, string>> = {
  ı: "i",
  ȷ: "j",
  ł: "l",
  ø: "o",
  æ: "ae",
  œ: "oe",
  ß: "ss",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ĸ: "k",
  ə: "e",
  ɓ: "b",
  ɗ: "d",
  ƙ: "k",
  ς: "σ",
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ة: "ه",
};
const letters = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "gu");

/** Includes those that Unicode calls letters, and free-standing accents. */
const APOSTROPHES = /['‘’‛`´ʹʻʼʽˈ′‵׳ꞌ＇]/gu;

/** Writes every apostrophe as `'`. */
export const plainApostrophes = (text: string): string => text.replace(APOSTROPHES, "'");

/**
 * Marks that people may leave out in writing: accents, Arabic and Hebrew vowels, and characters that aren't drawn. Not
 * the marks that are letters of their script, as in Thai, Hindi or the kana が.
 */
const OPTIONAL =
  /(?![\u3099\u309A])[\p{Script=Inherited}\p{Default_Ignorable_Code_Point}\p{Cf}\u0640\u2800]|(?=\p{M})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/gu;

/** Text without marks, and with one letter for each. */
const ASCII = /^[\0-\x7f]*$/;

/** Folds text for comparison and search: no case, marks or invisible characters; ß as ss, every apostrophe as `'`. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.replaceAll("`", "'").toLowerCase();
  return plainApostrophes(text)
    .normalize("NFKD")
    .toLowerCase()
    .replace(OPTIONAL, "")
    .replace(letters, (letter) => PLAIN[letter] ?? letter)
    .normalize("NFC");
}
