/** Letters that no decomposition takes apart, as people without them on their keyboard type them. */
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

/** Also those that Unicode calls letters, and accents that stand alone. */
const APOSTROPHES = /['‘’‛`´ʹʻʼʽˈ′‵׳ꞌ＇]/gu;

/** Writes every apostrophe as `'`. */
export const plainApostrophes = (text: string): string => text.replace(APOSTROPHES, "'");

/**
 * Marks that may be left out in writing: accents, Arabic's and Hebrew's vowels; and what is not drawn. Not the marks
 * that are letters of their script, as in Thai, Hindi or the kana が.
 */
const OPTIONAL =
  /(?![\u3099\u309A])[\p{Script=Inherited}\p{Default_Ignorable_Code_Point}\p{Cf}\u0640\u2800]|(?=\p{M})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/gu;

/** Has no marks, and one letter for each. */
const ASCII = /^[\0-\x7f]*$/;

/** Folds text as it is compared and sought: without case, marks and what is not drawn; ß as ss, every apostrophe as `'`. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.replaceAll("`", "'").toLowerCase();
  return plainApostrophes(text)
    .normalize("NFKD")
    .toLowerCase()
    .replace(OPTIONAL, "")
    .replace(letters, (letter) => PLAIN[letter] ?? letter)
    .normalize("NFC");
}
