import { withoutUnseen } from "./plain-text.ts";

/** Stands for a quote inside quotes. */
const QUOTE = "\x01";
/** Stands for an @ that belongs to no address: control characters were dropped from the text before. */
const HIDDEN_AT = "\0";
/** Parts words, and means nothing else. */
const BAR = "|";

/** Lines of vCard and iCalendar, with their continuation lines. */
const PROPERTY = /^(?:\w+\.)?(?:EMAIL|email|ATTENDEE|ORGANIZER)[;:].*(?:\n[ \t].*)*/gm;
const PARAMETERS = /^[^;:]*(?:;[^:"]*(?:"[^"]*"[^:"]*)*)?:/;
/** Lines that hold what looks like an address and is an id. */
const ID_LINES = [
  /^(?:message-id|in-reply-to|references|content-id):[ \t]*<.*(?:\n[ \t].*)*/gim,
  /^(?:UID|RELATED-TO)[;:].*(?:\n[ \t].*)*/gm,
] as const;

const LINK = /<a\s([^<>]*)>([^<]*)<\/a\s*>/gi;
const LINE_TAG = /<\/?(?:b|code|em|font|i|mark|s|small|span|strong|sub|sup|tt|u|wbr|o:p)(?:\s[^<>]*)?\/?>/gi;
const BLOCK_TAG =
  /<\/?(?:body|center|div|h[1-6]|hr|html|img|li|ol|p|pre|table|tbody|td|th|thead|tr|ul)(?:\s[^<>]*)?\/?>/gi;
const MARKDOWN_LINK = /\[([^[\]\n]*)\](?=\(\s*<?mailto:)/gi;
const LABELLED_LINK = /(<mailto:[^|<>\s]*\|)([^<>]*)(?=>)/gi;
const WEB_ADDRESS = /\b[a-z][a-z\d+.-]{1,15}:\/\/[^\s"<>()|]+/gi;
const MAILTO = /\bmailto:(?:\/\/)?([^\s"<>()|?]*)(?:\?([^\s"<>()|]*))?/gi;

/** Reads what address books, calendars, links and mail headers write around an address; what is only a name has no @ any more. */
export function withoutNotations(text: string): string {
  return hideNames(readMailtos(readMarkup(readProperties(text))).replace(WEB_ADDRESS, hidden));
}

/** Shows the names as they were. */
export const unhidden = (text: string): string => text.replaceAll(HIDDEN_AT, "@");

const hidden = (text: string): string => text.replaceAll("@", HIDDEN_AT);

function readProperties(text: string): string {
  const [mailIds, calendarIds] = ID_LINES;
  const addresses = text.replace(mailIds, "");
  return (/^BEGIN:V/m.test(addresses) ? addresses.replace(calendarIds, "") : addresses).replace(
    PROPERTY,
    (lines) => `${BAR}${lines.replace(/\n[ \t]/g, "").replace(PARAMETERS, "")}${BAR}`,
  );
}

function readMarkup(text: string): string {
  return text
    .replace(LINE_TAG, "")
    .replace(LINK, (_link, attributes: string, shown: string) => {
      const [target] = /mailto:[^\s"<>]*/i.exec(attributes) ?? [];
      return `${BAR}${target ? `${target}${BAR}${hidden(shown)}` : shown}${BAR}`;
    })
    .replace(/<br(?:\s[^<>]*)?\/?>/gi, "\n")
    .replace(BLOCK_TAG, BAR)
    .replace(MARKDOWN_LINK, (_link, shown: string) => `[${hidden(shown)}]`)
    .replace(LABELLED_LINK, (_link, target: string, shown: string) => target + hidden(shown));
}

function readMailtos(text: string): string {
  return text.replace(MAILTO, (_link, to: string, query = "") => {
    const fields = new URLSearchParams(query.replaceAll("+", "%2B"));
    const others = ["to", "cc", "bcc"].flatMap((name) => fields.getAll(name));
    return `${BAR}${[percentDecoded(to), ...others].map(withoutUnseen).join(BAR)}${BAR}`;
  });
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A name in quotes, what parts entries, or anything else up to there. */
const ENTRY_PARTS =
  /"[^"\n]*"|“[^“”\n]*”|„[^„“”\n]*[“”]|«[^«»\n]*»|(?<![^\s,;])'[^'\n]*'(?=\s|$)|[,;|\t\n]|[^,;|\t\n"“„«']+|./g;

/** Hides each @ in the name before `<…>`: all that is in quotes, and a word that looks like an address right before it. */
function hideNames(text: string): string {
  const parts = text.split("<");
  return parts
    .map((part, index) => (parts[index + 1]?.includes(">") ? hideName(part, parts[index + 1] ?? "") : part))
    .join("<");
}

function hideName(before: string, after: string): string {
  const from = before.lastIndexOf(">") + 1;
  const parts = before.slice(from).replaceAll('\\"', QUOTE).match(ENTRY_PARTS) ?? [];
  const start = parts.findLastIndex((part) => /^[,;|\t\n]$/.test(part)) + 1;
  const name = parts.slice(start).map((part) => (/^["“„«'].*["“”»']$/.test(part) ? hidden(part) : part));
  const words = name.join("").split(/(?<=\s)(?=\S)/);
  const [link = ""] = after.split(">", 1);
  if (link.includes("@")) words.push(hidden(words.pop() ?? ""));
  const read = parts.slice(0, start).join("") + words.join("");
  return before.slice(0, from) + read.replaceAll(QUOTE, '\\"');
}
