import { isUtf8 } from "node:buffer";
import { ImportUnreadable } from "./refusals.ts";

export const textEncodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
/** The encoding a file's bytes were read in. */
export type TextEncoding = (typeof textEncodings)[number];

/** A file as text. */
export interface DecodedText {
  text: string;
  encoding: TextEncoding;
}

/** Windows-1252 from 0x80 to 0x9f, where it differs from Latin-1; a blank where it has no character. */
const IN_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
/** The UTF-16 unit of each byte in Windows-1252. */
const UNITS = Array.from({ length: 0x100 }, (_, byte) =>
  byte < 0x80 || byte > 0x9f ? byte : IN_1252.charCodeAt(byte - 0x80),
);
/** How workbooks (also of older versions), PDFs and compressed files begin. */
const NOT_TEXT = ["PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF-", "\x1f\x8b"];
/** Half a surrogate pair. */
const HALF_A_PAIR = /\p{Cs}/u;
/**
 * Characters that UTF-8 writes in several bytes, and that Windows-1252 hardly has beside each other. A letter before a
 * quote, a dash or a no-break space there can look like one such character (`„Spaß“`, `« Amitié »`), but not like two in
 * a row, nor like a Latin letter or a mark of punctuation.
 */
const SEVERAL_BYTES =
  /[\xc2-\xc5][\x80-\xbf]|\xe2[\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|(?:[\xc6-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){2}/;

/**
 * Decodes a file's bytes: in the encoding of its byte order mark, otherwise UTF-8, UTF-16 where every other byte is
 * NUL, or Windows-1252 where it can't be UTF-8.
 *
 * @throws ImportUnreadable with the line of a byte that fits none; for a workbook and the like
 */
export function decodeText(bytes: Buffer): DecodedText {
  if (NOT_TEXT.some((start) => bytes.subarray(0, start.length).equals(ofLatin1(start))))
    throw new ImportUnreadable({ reason: "not_text" });
  if (bytes.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf))) return utf8(bytes.subarray(3));
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2), "utf-16le");
  if (first === 0xfe && second === 0xff) return utf16(bytes.subarray(2), "utf-16be");
  if (second === 0 && first !== 0) return utf16(bytes, "utf-16le");
  if (first === 0 && second !== 0) return utf16(bytes, "utf-16be");
  return isUtf8(bytes) ? utf8(bytes) : windows1252(bytes);
}

function utf8(bytes: Buffer): DecodedText {
  if (!isUtf8(bytes)) throw badByte(firstLine(bytes.toString("latin1"), (line) => !isUtf8(ofLatin1(line))));
  return readable(bytes.toString("utf8"), "utf-8");
}

function utf16(bytes: Buffer, encoding: "utf-16le" | "utf-16be"): DecodedText {
  const whole = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  const text = (encoding === "utf-16be" ? whole.swap16() : whole).toString("utf16le");
  if (HALF_A_PAIR.test(text)) throw badByte(firstLine(text, (line) => HALF_A_PAIR.test(line)));
  if (whole.length < bytes.length) throw badByte(linesOf(text).length);
  return readable(text, encoding);
}

/** Decodes Windows-1252, unless UTF-8 letters in it show that it is UTF-8 with one wrong byte. */
function windows1252(bytes: Buffer): DecodedText {
  const latin1 = bytes.toString("latin1");
  const isWrong = SEVERAL_BYTES.test(latin1)
    ? (line: string) => !isUtf8(ofLatin1(line))
    : (line: string) => /[\x81\x8d\x8f\x90\x9d]/.test(line);
  const line = firstLine(latin1, isWrong);
  if (line > 0) throw badByte(line);
  // Node's TextDecoder treats it as Latin-1.
  const units = new Uint16Array(bytes).map((byte) => UNITS[byte] ?? byte);
  return readable(Buffer.from(units.buffer).toString("utf16le"), "windows-1252");
}

function readable(text: string, encoding: TextEncoding): DecodedText {
  if (text.includes("\0")) throw badByte(firstLine(text, (line) => line.includes("\0")));
  return { text, encoding };
}

const ofLatin1 = (text: string) => Buffer.from(text, "latin1");
const linesOf = (text: string) => text.split(/\r\n|\n|\r/);
/** The number of the first such line; 0 where there is none. */
const firstLine = (text: string, isSuch: (line: string) => boolean) => linesOf(text).findIndex(isSuch) + 1;
const badByte = (line: number) => new ImportUnreadable({ reason: "byte", line });
