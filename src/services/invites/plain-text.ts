/** HTML's named escapes for characters in or around addresses. */
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  bull: "•",
  comma: ",",
  commat: "@",
  gt: ">",
  hellip: "…",
  hyphen: "-",
  laquo: "«",
  ldquo: "“",
  lowbar: "_",
  lsquo: "‘",
  lt: "<",
  mdash: "—",
  middot: "·",
  nbsp: " ",
  ndash: "–",
  period: ".",
  plus: "+",
  quot: '"',
  raquo: "»",
  rdquo: "”",
  rsquo: "’",
  semi: ";",
  shy: "",
  sol: "/",
  zwj: "",
  zwnj: "",
};

const ESCAPE = /&(?:#x(?<hex>[\da-f]{1,6});?|#(?<decimal>\d{1,7});?|(?<name>[a-z]{2,6});)/gi;
/** Characters that aren't drawn. White space is. */
const UNSEEN = /(?![\t\n\v\f\r])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Wide and small forms of ASCII, and letters that may be a form of others: bold ones, ligatures. */
const FORMS = /[\uff01-\uff65\ufe50-\ufe6b]|(?![\0-\x7f])\p{L}/gu;
const APOSTROPHES = /[‘’‛ʻʼ′´](?=\p{L})/gu;

/**
 * Turns pasted text into what people see: HTML escapes undone once, nothing invisible, wide letters and curly
 * apostrophes as plain ones.
 */
export function plainText(text: string): string {
  return withoutForms(withoutUnseen(unescaped(withoutUnseen(text))));
}

/** Drops every character that isn't drawn, even inside a word, so that none can split it. */
export function withoutUnseen(text: string): string {
  return text.replace(/\r\n?|\u0085/g, "\n").replace(UNSEEN, "");
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (whole, hex?: string, decimal?: string, name = "") => {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
    return code <= 0x10ffff ? String.fromCodePoint(code) : (NAMED[name.toLowerCase()] ?? whole);
  });
}

/** Leaves signs alone, although Unicode has plain forms for some: ™ isn't a TM that a domain could end in. */
function withoutForms(text: string): string {
  return text
    .normalize("NFC")
    .replace(FORMS, (form) => {
      const usual = form.normalize("NFKC");
      return /^\p{L}/u.test(form) && !/^\p{L}+$/u.test(usual) ? form : usual;
    })
    .replace(APOSTROPHES, "'");
}
