import { withoutUnseen } from "./plain-text.ts";

/** Replaces a quote inside quotes. */
const QUOTE = "\x01";
/** Replaces an @ that belongs to no address. The text's own control characters are already gone. */
const HIDDEN_AT = "\0";
/** Separates words, and nothing else. */
const BAR = "|";

/** Lines of vCard and iCalendar, with their continuation lines. */
const PROPERTY = /^(?:\w+\.)?(?:EMAIL|email|ATTENDEE|ORGANIZER)[;:].*(?:\n[ \t].*)*/gm;
const PARAMETERS = /^[^;:]*(?:;[^:"]*(?:"[^"]*"[^:"]*)*)?:/;
/** Lines whose value looks like an address but is an id. */
const ID_LINES = [
  /^(?:message-id|in-reply-to|references|content-id):[ \t]*<.*(?:\n[ \t].*)*/gim,
  /^(?:UID|RELATED-TO)[;:].*(?:\n[ \t].*)*/gm,
] as const;

const LINK = /<a\s([^<>]*)>([^<]*)<\/a\s*>/gi;
/** Invisible to readers of the page; React writes an empty one between two pieces of a word. */
const COMMENT = /<!--[^<>]*-->/g;
const LINE_TAG =
  /<\/?(?:abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|o:p|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)(?:\s[^<>]*)?\/?>/gi;
const BLOCK_TAG =
  /<\/?(?:body|center|div|h[1-6]|hr|html|img|li|ol|p|pre|table|tbody|td|th|thead|tr|ul)(?:\s[^<>]*)?\/?>/gi;
const MARKDOWN_LINK = /\[([^[\]\n]*)\](?=\(\s*<?mailto:)/gi;
const LABELLED_LINK = /(<mailto:[^|<>\s]*\|)([^<>]*)(?=>)/gi;
const MARKDOWN_TITLE = /(\(<?mailto:[^\s()]*\s+)(?:"[^"\n]*"|'[^'\n]*')(?=\s*\))/gi;
/** A web address. The next cell of a CSV table, if it is an address, isn't part of it. */
const WEB_ADDRESS =
  /\b[a-z][a-z\d+.-]{1,15}:\/\/(?:[^\s"<>()|,;]|[,;](?![\w.+'&-]+@[\p{L}\p{M}\p{N}.-]+(?:[\s,;]|$)))+/giu;
/** What may be the first half of an address when only the rest was made a link. */
const BEGINNING = /[\p{L}\p{M}\p{N}'][.\-_+=&']$/u;
const MAILTO = /\bmailto:(?:\/\/)?([^\s"<>()|?]*)(?:\?([^\s"<>()|]*))?/gi;

/** Strips what address books, calendars, links and mail headers write around an address. Names no longer have an @. */
export function withoutNotations(text: string): string {
  return hideNames(readMailtos(readMarkup(readProperties(text))).replace(WEB_ADDRESS, hidden));
}

/** Restores the names as they were. */
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
    .replace(COMMENT, "")
    .replace(LINE_TAG, "")
    .replace(LINK, (_link, attributes: string, shown: string, at: number, whole: string) => {
      const [target] = /mailto:[^\s"<>]*/i.exec(attributes) ?? [];
      const isRest = shown.includes("@") && BEGINNING.test(whole.slice(Math.max(0, at - 2), at));
      return isRest ? ` ${shown}${BAR}` : `${BAR}${target ? `${target}${BAR}${hidden(shown)}` : shown}${BAR}`;
    })
    .replace(/<br(?:\s[^<>]*)?\/?>/gi, "\n")
    .replace(BLOCK_TAG, BAR)
    .replace(MARKDOWN_TITLE, "$1")
    .replace(MARKDOWN_LINK, (_link, shown: string) => `[${hidden(shown)}]`)
    .replace(LABELLED_LINK, (_link, target: string, shown: string) => target + hidden(shown));
}

function readMailtos(text: string): string {
  return text.replace(MAILTO, (_link, to: string, query = "") => {
    const fields = new URLSearchParams(query.replaceAll("+", "%2B"));
    const others = ["to", "cc", "bcc"].flatMap((name) => fields.getAll(name));
    return `${BAR}${[percentDecoded(to), ...others].map(withoutUnseen).map(recipients).join(BAR)}${BAR}`;
  });
}

/** Keeps a space, comma or semicolon inside a recipient encoded so that it doesn't separate; between names they do. */
function recipients(list: string): string {
  if (list.includes("<")) return list;
  return list
    .trim()
    .split(/(?=[\s,;])(?<=@[^\s,;]*)[\s,;]+/)
    .map((each) => each.replace(/[\s,;]+/g, encodeURIComponent))
    .join(BAR);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A name in quotes, a separator of entries, or anything else up to one. */
const ENTRY_PARTS =
  /"[^"\n]*"|“[^“”\n]*”|„[^„“”\n]*[“”]|«[^«»\n]*»|(?<![^\s,;])'[^'\n]*'(?=\s|$)|[,;|\t\n]|[^,;|\t\n"“„«']+|./g;

/** A name in quotes, with its `<…>` after it on this line or the next. */
const QUOTED_NAME =
  /(?<![^\s,;|<>(])(?:"(?=\S)(?:[^"\n]|\n[ \t])*"|“[^“”\n]*”|„[^„“”\n]*[“”]|«[^«»\n]*»|'(?=\S)[^'\n]*')(?=[^<>"'“”„«»,;|\t\n]{0,100}(?:\n[ \t]+)?<)/g;

/** Hides each @ in the name before `<…>`: everything in quotes, and a word before it that looks like an address. */
function hideNames(text: string): string {
  const parts = text
    .replaceAll('\\"', QUOTE)
    .replace(QUOTED_NAME, (name) => hidden(name).replace(/[<>\n]/g, " "))
    .split("<");
  return parts
    .map((part, index) => (parts[index + 1]?.includes(">") ? hideName(part, parts[index + 1] ?? "") : part))
    .join("<")
    .replaceAll(QUOTE, '\\"');
}

function hideName(before: string, after: string): string {
  const from = before.lastIndexOf(">") + 1;
  const parts = before.slice(from).match(ENTRY_PARTS) ?? [];
  const start = parts.findLastIndex((part) => /^[,;|\t\n]$/.test(part)) + 1;
  const name = parts.slice(start).map((part) => (/^["“„«'].*["“”»']$/.test(part) ? hidden(part) : part));
  const words = name.join("").split(/(?<=\s)(?=\S)/);
  const [link = ""] = after.split(">", 1);
  if (link.includes("@")) words.push(hidden(words.pop() ?? ""));
  return before.slice(0, from) + parts.slice(0, start).join("") + words.join("");
}
